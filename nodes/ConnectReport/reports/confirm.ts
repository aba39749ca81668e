import { attempt } from '../../shared/http/attempt';
import { RemedyError } from '../../shared/run/remedyError';
import { taskIdsOf, type TaskFacts } from './eventFacts';
import { isId } from '../api/paths';
import { templateIdOf, titleOf, type ReportRecord, type TaskRecord } from './records';
import { getReport, getTask, reportsOfTask } from './reports';
import { NoSuchThing } from '../api/noSuchThing';
import type { ConnectReportApi } from '../api/transport';

/** What the API says to a question: an answer, a definite no, or nothing that decides. */
export type Found<T> =
	{ kind: 'found'; value: T } | { kind: 'no'; reason: string } | { kind: 'undecided'; reason: string };

/** It is not documented that filters are applied; without one, the reports of a callback should be among the newest. */
const PAGES_AT_MOST = 3;

/**
 * Does the server know what a callback speaks of? Found: a report task or a report with one of its IDs, and the same
 * title and template as far as both say them; with the task as the server has it, and its reports
 * that are there by now, which may be none.
 * No: it knows none of the IDs, or it has them with another title or template. Undecided: it could not say.
 *
 * It takes as long as the patience of `api` allows; `connect(context, credential, forWebhook())` is over after 2.5 s.
 */
export async function confirmTask(
	api: ConnectReportApi,
	facts: TaskFacts,
	pagesAtMost = PAGES_AT_MOST,
): Promise<Found<{ task?: TaskRecord; reports: ReportRecord[] }>> {
	const ids = taskIdsOf(facts).filter(isId);
	if (ids.length === 0) return { kind: 'no', reason: 'it contains no ID of a report task' };
	const task = await knowsTask(api, ids, facts);
	// The server knows its tasks, and not this one: what is left is that the IDs are those of a report. Its whole list would
	// say no more, and costs a stranger's delivery many requests.
	const reports = await findReportsOfTask(api, facts, task.kind === 'no' ? 0 : pagesAtMost);
	const found = reports.kind === 'found' ? reports.value : [];
	if (task.kind === 'found') return { kind: 'found', value: { task: task.value, reports: found } };
	const isProven = found.some((report) => isSame(facts, factsOf(report)));
	if (isProven) return { kind: 'found', value: { reports: found } };
	if (task.kind === 'undecided') return task;
	return reports.kind === 'undecided' ? reports : task;
}

async function knowsTask(api: ConnectReportApi, ids: string[], facts: TaskFacts): Promise<Found<TaskRecord>> {
	let no: Found<TaskRecord> = {
		kind: 'no',
		reason: 'ConnectReport has no report task with these IDs',
	};
	let isAnyUnsaid: Found<TaskRecord> | undefined;
	for (const id of ids) {
		const found = await ask(async () => await getTask(api, id));
		if (found.kind === 'undecided') isAnyUnsaid ??= found;
		if (found.kind !== 'found') continue;
		const { title, templateId } = found.value;
		if (isSame(facts, { title: title ?? undefined, templateId })) return found;
		no = { kind: 'no', reason: 'ConnectReport has that report task with another title or template' };
	}
	return isAnyUnsaid ?? no;
}

/**
 * The reports of the task that a callback speaks of, as the server lists them: filtered by either of its IDs, or the
 * report itself where one of them is that of a report. Found with none of them when the server lists none yet.
 */
export async function findReportsOfTask(
	api: ConnectReportApi,
	facts: TaskFacts,
	pagesAtMost = PAGES_AT_MOST,
): Promise<Found<ReportRecord[]>> {
	const ids = taskIdsOf(facts).filter(isId);
	if (ids.length === 0) return { kind: 'no', reason: 'it contains no ID of a report task' };
	let unsaid: Found<ReportRecord[]> | undefined;
	for (const id of pagesAtMost > 0 ? ids : []) {
		const listed = await ask(async () => await reportsOfTask(api, id, pagesAtMost));
		if (listed.kind === 'undecided') unsaid ??= listed;
		if (listed.kind !== 'found') continue;
		// Their titles may end with a date; the ID of the task shows that they belong to it.
		const ours = listed.value.filter((report) => isSame({ templateId: facts.templateId }, factsOf(report)));
		if (ours.length > 0) return { kind: 'found', value: ours };
	}
	for (const id of [...ids].reverse()) {
		const single = await ask(async () => await getReport(api, id));
		if (single.kind === 'undecided') unsaid ??= single;
		if (single.kind === 'found' && isSame(facts, factsOf(single.value))) {
			return { kind: 'found', value: [single.value] };
		}
	}
	return unsaid ?? { kind: 'found', value: [] };
}

const factsOf = (report: ReportRecord) => ({ title: titleOf(report), templateId: templateIdOf(report) });

/** Where both say something, it must be equal; what one of them leaves out proves nothing. */
const isSame = (one: TaskFacts, other: TaskFacts): boolean =>
	(['title', 'templateId'] as const).every(
		(key) => one[key] === undefined || other[key] === undefined || one[key] === other[key],
	);

/** "No such thing" is an answer; that there is no such path, that the key is wrong, or no answer at all, is none. */
async function ask<T>(question: () => Promise<T>): Promise<Found<T>> {
	const value = await attempt(question);
	if (!(value instanceof RemedyError)) return { kind: 'found', value };
	const reason = `${value.message}. ${value.remedy}`;
	return value instanceof NoSuchThing ? { kind: 'no', reason } : { kind: 'undecided', reason };
}
