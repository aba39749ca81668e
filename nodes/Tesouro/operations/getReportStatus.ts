import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../shared/run/operation';
import { daysBackField, lookUp, requestIdField } from '../reports/reportLookUp';
import { ReportState, toReportState } from '../reports/reportState';
import { optionsField } from '../../shared/run/commonFields';

export const getReportStatus: Operation = {
	value: 'getStatus',
	name: 'Get Status',
	action: 'Get the status of a report',
	description: 'See whether a requested report is ready, and get a fresh link to its file',
	output: ReportState,
	fields: [
		requestIdField,
		{
			...optionsField,
			options: [daysBackField],
		},
	],
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const state = toReportState(await lookUp(context, itemIndex));
		return [{ json: state as unknown as IDataObject }];
	},
};
