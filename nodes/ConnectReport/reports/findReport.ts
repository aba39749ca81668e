import { RemedyError } from '../../shared/run/remedyError';
import { z } from '../../shared/vendor/zod';
import type { ConnectReportApi } from '../api/transport';
import type { Incoming } from './eventFacts';
import { isId } from '../api/paths';
import { madeAt, taskIdOf, templateIdOf, titleOf, type ReportRecord } from './records';
import { getReport, listReports, reportsOfTask } from './reports';

/** Which way a report was found. */
export const FoundBy = z.enum(['reportId', 'id', 'reportTaskId', 'title']);
export type FoundBy = z.infer<typeof FoundBy>;

/** In the output of the node. */
export const FirstOf = z
	.number()
	.optional()
	.describe('Only where it is uncertain: the first of so many reports, none of which says when it was made');

export interface FoundReport {
	report: ReportRecord;
	foundBy: FoundBy;
	/** How long before the event it was made; undefined when one of them says no time. */
	msBefore?: number;
	/** How many reports it was the first of, none of which says when it was made: it may be that of another run. */
	firstOf?: number;
}

/** So many pages are read to find the reports of a task, where the server does not know the filter. */
const PAGES_AT_MOST = 30;
/** Of all reports, "unfiltered page 1, match title + templateId, newest". */
const NEWEST_PAGES = 3;

/**
 * The report that a report event announces. By its own ID where the event has one; `id` may be that of the report, too, which
 * is then exactly the one. Else among the reports of the task, whichever of the two IDs it has, the one made nearest to the
 * event: a task that recurs has one for each run. Last by title and template among the newest. Undefined when there is none.
 */
export async function findReport(
	api: ConnectReportApi,
	incoming: Incoming,
): Promise<FoundReport | undefined> {
	const { reportId, id, reportTaskId, title, templateId, time } = incoming;
	if (reportId !== undefined) return { report: await getReport(api, reportId), foundBy: 'reportId' };
	const isOurs = (report: ReportRecord) => isSameOrUnsaid(templateId, templateIdOf(report));
	const exact = isId(id) ? await reportOrNone(api, id) : undefined;
	if (exact !== undefined && isOurs(exact)) return { ...toFound(exact, time), foundBy: 'id' };
	for (const [foundBy, taskId] of [
		['reportTaskId', reportTaskId],
		['id', id],
	] as const) {
		if (!isId(taskId)) continue;
		const listed = await reportsOfTask(api, taskId, PAGES_AT_MOST);
		const found = nearest(listed.filter(isOurs), time);
		if (found !== undefined) return { ...found, foundBy };
	}
	if (title === undefined || templateId === undefined) return undefined;
	const namesakes: ReportRecord[] = [];
	for await (const page of listReports(api, undefined, NEWEST_PAGES)) {
		const isOfAnother = (report: ReportRecord) =>
			reportTaskId !== undefined && ![undefined, reportTaskId, id].includes(taskIdOf(report));
		namesakes.push(
			...page.filter(
				(report) => titleOf(report) === title && templateIdOf(report) === templateId && !isOfAnother(report),
			),
		);
	}
	const found = nearest(namesakes, time);
	return found && { ...found, foundBy: 'title' };
}

const isSameOrUnsaid = (one: string | undefined, other: string | undefined) =>
	one === undefined || other === undefined || one === other;

/** Whatever the server says instead, the list may know more; it fails by itself when the key is wrong. */
async function reportOrNone(api: ConnectReportApi, id: string): Promise<ReportRecord | undefined> {
	return await getReport(api, id).catch((error: unknown) => {
		const wasAnswered = error instanceof RemedyError && (error.status ?? 500) < 500;
		if (wasAnswered) return undefined;
		throw error;
	});
}

/** The one made nearest to the time; without times the first, which the vendor's sample takes, too. */
export function nearest(
	reports: ReportRecord[],
	time: number | undefined,
): Omit<FoundReport, 'foundBy'> | undefined {
	const distance = (report: ReportRecord) => {
		const made = madeAt(report);
		if (made === undefined) return Infinity;
		return time === undefined ? -made : Math.abs(time - made);
	};
	const [first] = [...reports].sort((one, other) => {
		const [a, b] = [distance(one), distance(other)];
		return a === b ? 0 : a - b;
	});
	if (first === undefined) return undefined;
	const isGuess = reports.length > 1 && madeAt(first) === undefined;
	return { ...toFound(first, time), ...(isGuess && { firstOf: reports.length }) };
}

function toFound(report: ReportRecord, time: number | undefined): Pick<FoundReport, 'report' | 'msBefore'> {
	const made = madeAt(report);
	return { report, ...(made !== undefined && time !== undefined && { msBefore: time - made }) };
}
