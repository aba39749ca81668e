import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../shared/run/operation';
import { apiOf } from '../api/apiOf';
import { checkId } from '../api/paths';
import type { ConnectReportApi } from '../api/transport';
import { note } from '../reports/notes';
import { taskIdOf, templateIdOf, titleOf, type ReportRecord } from '../reports/records';
import { listReports } from '../reports/reports';
import { ReportState, toReportState } from '../reports/reportState';
import { sameTag, tagReader, type Tags } from '../reports/tags';
import { filtersField, returnAllFields } from '../../shared/run/commonFields';
import { foundHints } from '../hints';

interface Filters {
	reportTaskId?: unknown;
	tags?: unknown;
	templateId?: unknown;
	title?: unknown;
}

export const getManyReports: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many reports',
	description: 'List the reports that the user of the API key can see',
	output: ReportState,
	fields: [
		...returnAllFields,
		{
			displayName: 'Look for Tags',
			name: 'withTags',
			type: 'boolean',
			default: false,
			description:
				'Whether to look for the tags of each report, which may take some requests for each. The filter by tags looks for them in any case.',
		},
		{
			...filtersField,
			options: [
				{
					displayName: 'Report Task ID',
					name: 'reportTaskId',
					type: 'string',
					default: '',
					description: 'Only reports of this report task',
				},
				{
					displayName: 'Tags',
					name: 'tags',
					type: 'string',
					default: '',
					placeholder: 'e.g. sales',
					description:
						'Only reports that have all of these tags, separated by commas. They are looked for at the report, its report task and its template.',
				},
				{
					displayName: 'Template ID',
					name: 'templateId',
					type: 'string',
					default: '',
					description: 'Only reports made from this template',
				},
				{
					displayName: 'Title Contains',
					name: 'title',
					type: 'string',
					default: '',
					description: 'Only reports whose title contains this text, in capital or small letters',
				},
			],
		},
	],
	hints: foundHints,
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const returnAll = context.getNodeParameter('returnAll', itemIndex, false) as boolean;
		const limit = returnAll ? Infinity : (context.getNodeParameter('limit', itemIndex, 50) as number);
		const wish = readFilters(context.getNodeParameter('filters', itemIndex, {}) as Filters);
		const withTags =
			wish.tags.length > 0 || (context.getNodeParameter('withTags', itemIndex, false) as boolean);
		const api = await apiOf(context, itemIndex);
		const found: INodeExecutionData[] = [];
		let untagged = 0;
		for await (const { report, tags } of selected(api, wish, withTags)) {
			if (context.getExecutionCancelSignal()?.aborted) break;
			if (tags?.from === 'none') untagged++;
			if (tags !== undefined && !hasAll(tags, wish.tags)) continue;
			found.push({ json: toReportState(report, tags) as unknown as IDataObject });
			if (found.length >= limit) break;
		}
		if (untagged > 0 && wish.tags.length > 0) {
			const were = untagged === 1 ? 'report was' : 'reports were';
			note(context, `${untagged} ${were} left out because no tags were found`);
		}
		return found;
	},
};

interface Wish {
	reportTaskId?: string;
	templateId?: string;
	title: string;
	tags: string[];
}

function readFilters({ reportTaskId, templateId, title, tags }: Filters): Wish {
	const isGiven = (value: unknown) => value !== undefined && value !== null && String(value).trim() !== '';
	const list = Array.isArray(tags) ? tags : String(tags ?? '').split(',');
	return {
		...(isGiven(reportTaskId) && { reportTaskId: checkId(reportTaskId, 'report task ID') }),
		...(isGiven(templateId) && { templateId: checkId(templateId, 'template ID') }),
		title: isGiven(title) ? String(title).trim().toLowerCase() : '',
		tags: list.map((tag) => String(tag).trim()).filter(Boolean),
	};
}

async function* selected(
	api: ConnectReportApi,
	{ reportTaskId, templateId, title }: Wish,
	withTags: boolean,
): AsyncGenerator<{ report: ReportRecord; tags?: Tags }> {
	const reader = tagReader(api);
	for await (const page of listReports(api, reportTaskId)) {
		for (const report of page) {
			// The server may not know the filter by task, and is not asked for the others.
			if (reportTaskId !== undefined && taskIdOf(report) !== reportTaskId) continue;
			if (templateId !== undefined && templateIdOf(report) !== templateId) continue;
			if (!(titleOf(report) ?? '').toLowerCase().includes(title)) continue;
			yield { report, ...(withTags && { tags: await reader.ofReport(report) }) };
		}
	}
}

const hasAll = ({ tags }: Tags, wanted: string[]) =>
	wanted.every((tag) => tags.some((one) => sameTag(one, tag)));
