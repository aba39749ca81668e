import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../shared/run/operation';
import { lookAgain, lookingSince } from '../../shared/run/patientLook';
import { RemedyError } from '../../shared/run/remedyError';
import { apiOf } from '../api/apiOf';
import { madeAt } from '../reports/records';
import { reportsOfTask } from '../reports/reports';
import { ReportState, toReportState } from '../reports/reportState';
import { chosenTaskIds, taskFields } from '../reports/taskChoice';

const ONE_MINUTE_MS = 60_000;
const LONGEST_PAUSE_MS = 5 * ONE_MINUTE_MS;
const PAGES_AT_MOST = 1_000;

export const getTaskReports: Operation = {
	value: 'getReports',
	name: 'Get Reports',
	action: 'Get the reports of a report task',
	description: 'List the reports that a report task has made, newest first; wait for the first if you like',
	output: ReportState,
	fields: [
		...taskFields,
		{
			displayName: 'Wait for the First Report (Minutes)',
			name: 'minutesAtMost',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				'How long to keep checking when there is no report yet, for example after Run Now. Survives restarts of n8n. 0 = do not wait, and return no item.',
		},
	],
	/** One look. When there is nothing yet, `lookAgain` is told, and the node comes back to it. */
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const minutes = Number(context.getNodeParameter('minutesAtMost', itemIndex, 0));
		const deadline = lookingSince(context) + minutes * ONE_MINUTE_MS;
		const isLast = !(Date.now() < deadline);
		const api = await apiOf(context, itemIndex);
		const ids = chosenTaskIds(context, itemIndex);
		for (const id of ids) {
			const found = await reportsOfTask(api, id, PAGES_AT_MOST);
			if (found.length === 0) continue;
			const newest = [...found].sort((one, other) => (madeAt(other) ?? 0) - (madeAt(one) ?? 0));
			return newest.map((report) => ({ json: toReportState(report) as unknown as IDataObject }));
		}
		if (!isLast) {
			lookAgain(context, deadline, LONGEST_PAUSE_MS);
			return [];
		}
		if (!(minutes > 0)) return [];
		throw new RemedyError(
			`The report task ${ids.join(' or ')} has made no report in ${minutes} minutes`,
			'Check in ConnectReport whether it is running or has failed, or wait longer. The ConnectReport Trigger reports failures.',
		);
	},
};
