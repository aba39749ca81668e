import type { IExecuteFunctions } from 'n8n-workflow';
import { RemedyError } from '../../shared/run/remedyError';
import { checkId } from '../api/paths';
import { readIncoming, taskIdsOf } from './eventFacts';
import { incomingOrId } from './incomingOrId';

export const taskFields = incomingOrId({
	what: 'Report Task',
	idField: 'reportTaskId',
	placeholder: 'e.g. 20cf12d4-4c6f-4212-8510-14ddbbd6ae66',
	incoming: 'A report event of the ConnectReport Trigger, or the output of Run Now',
});

/** The IDs by which the chosen task may be known; the first that has reports is it. */
export function chosenTaskIds(context: IExecuteFunctions, itemIndex: number): string[] {
	if (context.getNodeParameter('from', itemIndex) !== 'event') {
		return [checkId(context.getNodeParameter('reportTaskId', itemIndex, ''), 'report task ID')];
	}
	const incoming = readIncoming(context.getInputData()[itemIndex]?.json);
	const ids = incoming === undefined ? [] : taskIdsOf(incoming);
	if (ids.length > 0) return ids.map((id) => checkId(id, 'report task ID'));
	throw new RemedyError(
		'The incoming item contains no ConnectReport report task',
		'Connect this node after the ConnectReport Trigger or Run Now, or choose "By ID" under "Report Task".',
	);
}
