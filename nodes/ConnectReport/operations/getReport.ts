import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../shared/run/operation';
import { apiOf } from '../api/apiOf';
import { FirstOf, FoundBy } from '../reports/findReport';
import { chosenReport } from '../reports/reportChoice';
import { olderOption, reportFields } from '../reports/reportFields';
import { ReportState, toReportState } from '../reports/reportState';
import { tagReader } from '../reports/tags';
import { optionsField } from '../../shared/run/commonFields';
import { foundHints } from '../hints';

export const getReport: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a report',
	description: 'Look a report up, with its tags',
	output: ReportState.extend({
		foundBy: FoundBy.describe('Which way the report was found'),
		firstOf: FirstOf,
	}),
	fields: [
		...reportFields,
		{
			displayName: 'Look for Tags',
			name: 'withTags',
			type: 'boolean',
			default: true,
			description: 'Whether to look for tags: at the report, then at its report task, then at its template',
		},
		{
			...optionsField,
			options: [olderOption],
		},
	],
	hints: foundHints,
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const api = await apiOf(context, itemIndex);
		const { report, foundBy, firstOf } = await chosenReport(context, itemIndex, api);
		const withTags = context.getNodeParameter('withTags', itemIndex, true) as boolean;
		const tags = withTags ? await tagReader(api).ofReport(report) : undefined;
		const state = { ...toReportState(report, tags), foundBy, ...(firstOf !== undefined && { firstOf }) };
		return [{ json: state as unknown as IDataObject }];
	},
};
