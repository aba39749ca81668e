import { taskIdOf, templateIdOf, titleOf, type ReportRecord, type TaskRecord } from '../reports/records';
import type { ReportTask } from './payload';

/**
 * Of what a delivery says of its report task, what ConnectReport itself has: the IDs that it knows, and its own title and
 * template. An ID that it did not confirm may be that of another report, put beside that of a real task.
 */
export function confirmedFacts(
	{ id, reportTaskId }: ReportTask,
	{ task, reports }: { task?: TaskRecord; reports: ReportRecord[] },
): ReportTask {
	const known = new Set([task?.id, ...reports.flatMap((report) => [report.id, taskIdOf(report)])]);
	const [report] = reports;
	const title = task === undefined ? report && titleOf(report) : (task.title ?? undefined);
	const templateId = task === undefined ? report && templateIdOf(report) : task.templateId;
	return {
		...(known.has(id) && { id }),
		...(known.has(reportTaskId) && { reportTaskId }),
		...(title !== undefined && { title }),
		...(templateId !== undefined && { templateId }),
	};
}
