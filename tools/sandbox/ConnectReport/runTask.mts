import { randomUUID } from 'node:crypto';
import { pause } from '../pause.mts';
import { describeCallback } from './describeCallback.mts';
import type { Report, ReportTask, State } from './state.mts';
import { tell } from './tell.mts';

/** How one run of a task goes. */
export interface RunOptions {
	/** The reason, when it fails. */
	fails?: string;
	/** How often each callback is sent; no source says that it ever is more than once. */
	times?: number;
	/** How long after the first the next one is sent, and so on. */
	gapMs?: number;
}

/**
 * One run of a task: the *pre* callback "immediately before a report task begins executing", the report, and the *post*
 * callback "immediately after a report task has completed". Resolves with the report when everybody is told.
 */
export async function runTask(
	state: State,
	task: ReportTask,
	{ fails, ...how }: RunOptions = {},
): Promise<Report | undefined> {
	const report = newReport(task);
	if (state.preCallbackUrl) {
		await tell(state, state.preCallbackUrl, describeCallback(state, task, { report }), how);
	}
	if (!(await pause(state.taskMs, state.closing))) return undefined;
	const { reportAppears } = state.knobs;
	if (fails === undefined && reportAppears !== 'never') {
		const lateMs = reportAppears === 'late' ? state.lateMs : 0;
		report.showsAt = Date.now() + lateMs;
		state.reports.push(report);
	}
	if (state.postCallbackUrl) {
		const outcome = { error: fails && `Report task failed due to ${fails}` };
		await tell(state, state.postCallbackUrl, describeCallback(state, task, { report, outcome }), how);
	}
	return fails === undefined ? report : undefined;
}

/** What a run of a task makes. */
export const newReport = (task: ReportTask): Report => ({
	id: randomUUID(),
	title: task.title,
	reportTaskId: task.id,
	templateId: task.templateId,
	createdAt: new Date().toISOString(),
	tags: [...task.tags],
});

/** Lets something go on after the answer; `close()` waits for it. */
export function inBackground(state: State, work: Promise<unknown>): void {
	state.background.add(work);
	void work.finally(() => state.background.delete(work));
}
