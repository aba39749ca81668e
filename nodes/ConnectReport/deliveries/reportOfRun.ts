import { pause } from '../../shared/pause';
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
}

/** So much older than the delivery the report of its run may be: our choice. */
const OLDER_AT_MOST_MS = 15 * 60_000;

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
		const report = newestOfRun(reports, at);
		if (report !== undefined || signal?.aborted) return report;
		await pause(ms, signal);
		reports = await look(api, task);
	}
	return newestOfRun(reports, at);
}

async function look(api: ConnectReportApi, task: Callback['task']): Promise<ReportRecord[]> {
	const found = await findReportsOfTask(api, task);
	return found.kind === 'found' ? found.value : [];
}

/**
 * A task that runs again has the reports of its earlier runs, too. In doubt a report is theirs: to send the report of last
 * month is worse than to send none.
 */
function newestOfRun(reports: ReportRecord[], at: number): ReportRecord | undefined {
	const [newest] = [...reports].sort((one, other) => (madeAt(other) ?? 0) - (madeAt(one) ?? 0));
	const time = newest && (madeAt(newest) ?? (reports.length === 1 ? at : 0));
	return time !== undefined && at - time < OLDER_AT_MOST_MS ? newest : undefined;
}
