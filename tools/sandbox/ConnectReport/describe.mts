import { createHash } from 'node:crypto';
import type { Job, Report, ReportTask, State, Template } from './state.mts';

/** No source says where tags are, nor what one looks like: the knobs `tags` and `tagItems`. */
function tagsAt(state: State, place: State['knobs']['tags'], tags: string[]) {
	if (state.knobs.tags !== place) return {};
	const { tagItems } = state.knobs;
	if (tagItems === 'strings') return { tags };
	const id = (tag: string) => createHash('sha256').update(tag).digest('hex').slice(0, 12);
	return { tags: tags.map((tag) => ({ id: id(tag), [tagItems === 'names' ? 'name' : 'title']: tag })) };
}

/** A report by itself. */
export function describeReport(state: State, report: Report): Record<string, unknown> {
	const { id, title, reportTaskId, templateId, createdAt } = report;
	const task = state.tasks.find((one) => one.id === reportTaskId);
	return {
		...{ id, title, reportTaskId, templateId, createdAt },
		...tagsAt(state, 'report', report.tags),
		...(task && {
			reportTask: { id: task.id, title: task.title, ...tagsAt(state, 'report-task', task.tags) },
		}),
	};
}

/** A report in a list, which need not tell all of it. */
export function describeListed(state: State, report: Report): Record<string, unknown> {
	if (state.knobs.list === 'full') return describeReport(state, report);
	const { id, title, reportTaskId, templateId, createdAt } = report;
	return { id, title, reportTaskId, templateId, createdAt };
}

/** A task, as the API tells of it. Nobody documents that: the fields are those of a callback. */
export function describeTask(state: State, task: ReportTask): Record<string, unknown> {
	const { otherId, tags, ...facts } = task;
	return { ...facts, ...tagsAt(state, 'task', tags) };
}

/** A template, as the API tells of it. */
export function describeTemplate(state: State, { id, title, tags }: Template): Record<string, unknown> {
	return { id, title, ...tagsAt(state, 'template', tags) };
}

const otherWords = { pending: 'queued', complete: 'done', err: 'failed' };

/** "Job `status` values seen: `pending`, `complete`, `err` (not `error`); on `err`, `error` holds the reason". */
export function describeJob(state: State, job: Job): Record<string, unknown> {
	const { render, jobWords } = state.knobs;
	const isDone = render !== 'never' && Date.now() >= job.doneAt;
	const status = !isDone ? 'pending' : render === 'fails' ? 'err' : 'complete';
	const word = jobWords === 'others' ? otherWords[status] : status;
	return {
		id: job.id,
		status: jobWords === 'unknown' && status === 'pending' ? 'hydrating' : word,
		...(status === 'err' && { error: 'The data connection "Sales" did not answer' }),
		...(status === 'complete' && locationOf(state, job)),
	};
}

/** "`GET {basePath}/api/v1/{location}`": so it is relative to that. */
function locationOf({ knobs, url, decoyUrl }: State, { fileId }: Job) {
	const relative = `files/${fileId}`;
	const locations = {
		relative,
		'leading-slash': `/${relative}`,
		absolute: `${url}/api/v1/${relative}`,
		'other-origin': `${decoyUrl}/api/v1/${relative}`,
		outside: `../../admin/${relative}`,
		none: undefined,
	};
	const location = locations[knobs.location];
	return location === undefined ? {} : { location };
}
