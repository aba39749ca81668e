import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { describeJob, describeListed, describeReport, describeTask, describeTemplate } from './describe.mts';
import { sendList, sendOne } from './envelope.mts';
import { sendError } from './sendError.mts';
import { fileTypes, type FileType, type State } from './state.mts';

/** `GET /reports`: "that arg 1 is a page number starting at 1 and arg 3 the report-task filter is inferred". */
export function listReports(state: State, response: ServerResponse, query: URLSearchParams): void {
	const { order, paging, taskFilter } = state.knobs;
	const taskId = taskFilter === 'ok' ? query.get('reportTaskId') : null;
	const found = shownReports(state).filter((report) => taskId === null || report.reportTaskId === taskId);
	if (order === 'newest-first') found.reverse();
	const page = Number(query.get('page') ?? 1);
	if (!Number.isInteger(page) || page < 1) return sendError(state, response, 400, 'page must be 1 or more');
	const start = (page - 1) * state.pageSize;
	const shown = paging === 'ignored' ? found : found.slice(start, start + state.pageSize);
	sendList(
		state,
		response,
		'reports',
		shown.map((report) => describeListed(state, report)),
	);
}

/** A report may show a moment after the callback that tells of it. */
const shownReports = ({ reports }: State) => reports.filter(({ showsAt = 0 }) => showsAt <= Date.now());

/** `GET /reports/{id}`. */
export function showReport(state: State, response: ServerResponse, id: string): void {
	const report = shownReports(state).find((one) => one.id === id);
	if (!report) return sendError(state, response, 404, 'Report not found');
	sendOne(state, response, describeReport(state, report), { name: 'report' });
}

/** `POST /reports/{id}/render`: asynchronous, answers with a `jobId`. The type is in the body or in the query. */
export function renderReport(
	state: State,
	response: ServerResponse,
	{ id, body, query }: { id: string; body: unknown; query: URLSearchParams },
): void {
	const report = shownReports(state).find((one) => one.id === id);
	if (!report) return sendError(state, response, 404, 'Report not found');
	const type = Object(body)['type'] ?? query.get('type');
	if (state.knobs.render === 'refused' || !isFileType(type)) {
		return sendError(state, response, 400, `Unsupported render type "${String(type)}"`);
	}
	const job = {
		id: randomUUID(),
		report,
		type,
		fileId: randomUUID(),
		doneAt: Date.now() + state.renderMs,
		asked: 0,
	};
	state.jobs.set(job.id, job);
	sendOne(state, response, { jobId: job.id }, { name: 'job', status: 202 });
}

const isFileType = (type: unknown): type is FileType => fileTypes.some((one) => one === type);

/** `GET /jobs/{id}`. */
export function showJob(state: State, response: ServerResponse, id: string): void {
	const job = state.jobs.get(id);
	if (!job || state.knobs.render === 'forgotten') return sendError(state, response, 404, 'Job not found');
	job.asked++;
	sendOne(state, response, describeJob(state, job), { name: 'job' });
}

/** `GET /report-tasks/{id}`. */
export function showTask(state: State, response: ServerResponse, id: string): void {
	const task = state.tasks.find((one) => one.id === id);
	if (!task) return sendError(state, response, 404, 'Report task not found');
	sendOne(state, response, describeTask(state, task), { name: 'reportTask' });
}

/** `GET /templates/{id}`. */
export function showTemplate(state: State, response: ServerResponse, id: string): void {
	const template = state.templates.find((one) => one.id === id);
	if (!template) return sendError(state, response, 404, 'Template not found');
	sendOne(state, response, describeTemplate(state, template), { name: 'template' });
}
