import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../shared/run/operation';
import { apiOf } from '../api/apiOf';
import { statusMeaning } from '../facts';
import { ReportState, toReportState } from '../reports/reportState';
import { columnLabel } from '../reports/request/columns';
import { filtersField, returnAllFields } from '../../shared/run/commonFields';
import { selectReports } from '../reports/selectReports';

export const getManyReports: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many reports',
	description: 'List the reports that were requested, newest first',
	output: ReportState,
	fields: [
		...returnAllFields,
		{
			displayName: 'Requested',
			name: 'requested',
			type: 'options',
			default: 'lastDays',
			options: [
				{ name: 'From and To', value: 'custom' },
				{ name: 'In the Last N Days', value: 'lastDays' },
			],
		},
		{
			displayName: 'Number of Days',
			name: 'lastDays',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 400 },
			default: 7,
			description: 'Counted back from now. Tesouro deletes report files after some days.',
			displayOptions: { show: { requested: ['lastDays'] } },
		},
		{
			displayName: 'From',
			name: 'requestedFrom',
			type: 'dateTime',
			required: true,
			default: '',
			description: 'First day on which the reports were requested, in the time zone of the workflow',
			displayOptions: { show: { requested: ['custom'] } },
		},
		{
			displayName: 'To',
			name: 'requestedTo',
			type: 'dateTime',
			default: '',
			description: 'Last day; empty means today',
			displayOptions: { show: { requested: ['custom'] } },
		},
		{
			...filtersField,
			options: [
				{
					displayName: 'Leave Out Done',
					name: 'leaveOutDone',
					type: 'boolean',
					default: true,
					description: 'Whether to leave out reports that a Mark as Done step of this workflow has marked',
				},
				{
					displayName: 'Leave Out Expired',
					name: 'leaveOutExpired',
					type: 'boolean',
					default: true,
					description: 'Whether to leave out reports whose file Tesouro has deleted',
				},
				{
					displayName: 'Ready for at Least (Minutes)',
					name: 'minutesReady',
					type: 'number',
					typeOptions: { minValue: 0 },
					default: 30,
					description: 'Skip newer reports: the Tesouro Trigger is about to receive them',
				},
				{
					displayName: 'Status',
					name: 'status',
					type: 'multiOptions',
					default: [],
					options: [...statusMeaning.keys()]
						.map((value) => ({ name: columnLabel(value), value }))
						.sort((one, other) => one.name.localeCompare(other.name)),
				},
				{
					displayName: 'Tags',
					name: 'tags',
					type: 'string',
					default: '',
					description: 'Only reports that have all of these tags, separated by commas',
				},
			],
		},
	],
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const returnAll = context.getNodeParameter('returnAll', itemIndex, false) as boolean;
		const limit = returnAll ? Infinity : (context.getNodeParameter('limit', itemIndex, 50) as number);
		const { api } = await apiOf(context, itemIndex);
		const found: INodeExecutionData[] = [];
		for await (const batch of selectReports(context, itemIndex, api)) {
			found.push(...batch.map((record) => ({ json: toReportState(record) as unknown as IDataObject })));
			if (found.length >= limit) break;
		}
		return found.slice(0, limit);
	},
};
