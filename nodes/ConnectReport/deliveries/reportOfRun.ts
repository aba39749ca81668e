import { clock } from '../../shared/run/clock';
import type { ConnectReportApi } from '../api/transport';
import { findReportsOfTask } from '../reports/confirm';
import { madeAt, type ReportRecord } from '../reports/records';
import type { Callback } from './payload';

/** When and how long a report may be looked for. */
export interface Looks {
	/** When the delivery came, in milliseconds since 1970. */
	at: number;
	/** How long to wait before each further look for a report that is not there yet. */
	pausesMs: readonly number[];
	signal?: AbortSignal | undefined;
	/** Whether a definite no is asked for once more. */
	confirmsAgain?: boolean;
	/** Called as soon as ConnectReport confirms the delivery: what is asked from then on is for a genuine one. */
	whenConfirmed?: () => void;
}

/** So far from the delivery the report of its run may have been made: our choice. */
const APART_AT_MOST_MS = 15 * 60_000;

/**
 * The report that the run of a delivery made; undefined when ConnectReport does not show it, and for a run that made none.
 * `known` are the reports of its task that were found already.
 */
export async function reportOfRun(
	api: ConnectReportApi,
	{ event, task }: Callback,
	{ at, pausesMs, signal }: Looks,
	known?: ReportRecord[],
): Promise<ReportRecord | undefined> {
	if (event !== 'succeeded') return undefined;
	let reports = known ?? (await look(api, task));
	for (const ms of pausesMs) {
		const report = reportOf(reports, task, at);
		if (report !== undefined || signal?.aborted) return report;
		await clock.pause(ms, signal);
		reports = await look(api, task);
	}
	return reportOf(reports, task, at);
}

async function look(api: ConnectReportApi, task: Callback['task']): Promise<ReportRecord[]> {
	const found = await findReportsOfTask(api, task);
	return found.kind === 'found' ? found.value : [];
}

/**
 * A task that runs again has the reports of its other runs, too. The one that a callback names itself is its own, else the
 * one that was made nearest to it. In doubt there is none: to send the report of last month is worse than to send none.
 */
function reportOf(reports: ReportRecord[], { id }: Callback['task'], at: number): ReportRecord | undefined {
	const named = reports.find((report) => report.id === id);
	if (named !== undefined) return named;
	const apart = (report: ReportRecord) =>
		Math.abs(at - (madeAt(report) ?? (reports.length === 1 ? at : Infinity)));
	const [nearest] = [...reports].sort((one, other) => apart(one) - apart(other));
	return nearest !== undefined && apart(nearest) < APART_AT_MOST_MS ? nearest : undefined;
}
