import { RemedyError } from '../../shared/run/remedyError';
import { checkId } from '../api/paths';
import { ReportList, ReportRecord, taskIdOf, TaskRecord, TemplateRecord } from './records';
import type { ConnectReportApi } from '../api/transport';

export const getReport = async (api: ConnectReportApi, reportId: string): Promise<ReportRecord> =>
	await api.json(
		{ path: 'report', values: { reportId: checkId(reportId, 'report ID') }, purpose: 'report' },
		'report',
		ReportRecord,
	);

export const getTask = async (api: ConnectReportApi, reportTaskId: string): Promise<TaskRecord> =>
	await api.json(
		{
			path: 'reportTask',
			values: { reportTaskId: checkId(reportTaskId, 'report task ID') },
			purpose: 'reportTask',
		},
		'reportTask',
		TaskRecord,
	);

export const getTemplate = async (api: ConnectReportApi, templateId: string) =>
	await api.json(
		{ path: 'template', values: { templateId: checkId(templateId, 'template ID') }, purpose: 'template' },
		'template',
		TemplateRecord,
	);

/** One page of the list, as the server gives it; it may not know the filter by task. */
export const listPage = async (
	api: ConnectReportApi,
	page: number,
	reportTaskId?: string,
): Promise<ReportRecord[]> =>
	await api.json(
		{
			path: 'reports',
			values: { page: String(page), ...(reportTaskId !== undefined && { reportTaskId }) },
			purpose: 'list',
		},
		'reports',
		ReportList,
	);

/** Neither the size of a page nor the number of pages is documented. */
const PAGES_AT_MOST = 1_000;

/**
 * All reports, page by page from 1, each once: until a page is empty, or brings nothing new because the server does not
 * know of pages.
 */
export async function* listReports(
	api: ConnectReportApi,
	reportTaskId?: string,
	pagesAtMost = PAGES_AT_MOST,
): AsyncGenerator<ReportRecord[]> {
	const seen = new Set<string>();
	for (let page = 1; page <= pagesAtMost; page++) {
		const fresh = (await listPage(api, page, reportTaskId)).filter(({ id }) => !seen.has(id));
		if (fresh.length === 0) return;
		for (const { id } of fresh) seen.add(id);
		yield fresh;
	}
	if (pagesAtMost < PAGES_AT_MOST) return;
	throw new RemedyError(
		`There are more than ${PAGES_AT_MOST} pages of reports; the rest was not read`,
		'Filter by report task, or switch "Return All" off.',
	);
}

/** Only those that say themselves that they are of the task: the server may not know the filter. */
export async function reportsOfTask(
	api: ConnectReportApi,
	taskId: string,
	pagesAtMost: number,
): Promise<ReportRecord[]> {
	const found: ReportRecord[] = [];
	for await (const page of listReports(api, taskId, pagesAtMost)) {
		found.push(...page.filter((report) => taskIdOf(report) === taskId));
	}
	return found;
}
