import { markAsDone, markStartingEvent, passedOn } from '../../shared/deliveries/markDone';
import type { Operation } from '../../shared/run/operation';
import { RemedyError } from '../../shared/run/remedyError';
import { markReportDone } from '../reports/doneReports';
import { requestIdField } from '../reports/reportLookUp';

const events = { trigger: 'tesouroTrigger' };

/** Marks the event that started the execution, and the report, whichever of the two there is. */
export const markDone: Operation = {
	...markAsDone(events),
	description:
		'Remember that the event and its report are done: the event never runs again, and Get Many can leave the report out. Put it at the end, after everything that may fail.',
	fields: [
		{
			...requestIdField,
			required: false,
			description: 'The ID of the report that is done. Empty for events without a report.',
		},
	],
	async run(context, itemIndex) {
		const requestId = String(context.getNodeParameter('requestId', itemIndex, '') ?? '').trim();
		if (requestId !== '') await markReportDone(context, requestId);
		const hasEvent = await markStartingEvent(context, itemIndex, events);
		if (requestId !== '' || hasEvent) return [passedOn(context, itemIndex)];
		throw new RemedyError(
			'There is no report and no event to mark as done',
			'Fill in "Request ID", or start the workflow with the Tesouro Trigger.',
		);
	},
};
