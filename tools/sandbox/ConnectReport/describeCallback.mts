import type { Report, ReportTask, State } from './state.mts';

/** What a callback says, field by field as in the seed document's examples. */
export interface Callback {
	reportTask: Record<string, unknown>;
	trigger: string;
	status?: string;
	error?: unknown;
}

/** A *pre* callback without, a *post* callback with an outcome: "error: undefined || 'Report task failed due to ...'". */
export function describeCallback(
	state: State,
	task: ReportTask,
	{ report, outcome }: { report: Report; outcome?: { error?: string } },
): Callback {
	const { callbackTrigger, callbackStatus, filterCycle } = state.knobs;
	const { title, templateId, startOn, endOn, frequency, filterCycleId, createdAt, lastSavedAt } = task;
	const reportTask = {
		id: idsOf(state, task, report).id,
		title,
		reportTaskId: idsOf(state, task, report).reportTaskId,
		...{ templateId, startOn, endOn, frequency },
		...(filterCycle === 'absent' ? {} : { filterCycleId: filterCycle === 'null' ? null : filterCycleId }),
		...{ createdAt, lastSavedAt },
		templateHtml: state.templates.find(({ id }) => id === templateId)?.html ?? '',
	};
	const trigger = outcome ? 'postReportTask' : 'preReportTask';
	return {
		reportTask,
		trigger: callbackTrigger === 'unknown' ? 'reportTaskPaused' : trigger,
		...(outcome && {
			status: callbackStatus === 'unknown' ? 'partial' : outcome.error === undefined ? 'success' : 'failure',
			// Left out on success: there is no `undefined` in JSON.
			...(outcome.error !== undefined && { error: describeError(state, outcome.error) }),
		}),
	};
}

/**
 * "`id` and `reportTaskId` differ, and the docs explain neither": the same two on each run (`fixed`), the ID of what the run
 * made and that of the task (`report`), or the task's own and that of its parent (`parent`).
 */
function idsOf({ knobs }: State, task: ReportTask, report: Report) {
	const ids = {
		fixed: { id: task.otherId, reportTaskId: task.id },
		report: { id: report.id, reportTaskId: task.id },
		parent: { id: task.id, reportTaskId: task.otherId },
	};
	return ids[knobs.ids];
}

function describeError({ knobs }: State, error: string): unknown {
	const errors = { text: error, object: { name: 'ReportTaskError', message: error }, null: null };
	return errors[knobs.callbackError];
}
