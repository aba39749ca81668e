import { RemedyError } from '../../shared/run/remedyError';
import { isId } from '../api/paths';
import type { ConnectReportApi } from '../api/transport';
import { taskIdsOf, type TaskFacts } from '../reports/eventFacts';
import type { ReportRecord } from '../reports/records';
import { getReport, getTask, getTemplate } from '../reports/reports';
import { readTags } from '../reports/tags';

/**
 * The tags of a run, from all the places that may have them: the report, its task as the report has it, the task, the
 * template. "All new reports tagged sales", says the seed of the report, and of "tags that are applied to the report task":
 * so it counts in any place. `isTold` says whether any place mentioned tags at all, even an empty list. Throws a
 * RemedyError when the API cannot be asked.
 */
export async function tagsOf(
	api: ConnectReportApi,
	facts: TaskFacts,
	report: ReportRecord | undefined,
): Promise<{ tags: string[]; isTold: boolean }> {
	const taskIds = taskIdsOf(facts).filter(isId);
	const [whole, ...tasks] = await Promise.all([
		// A list need not tell all of a report.
		report && ifThere(getReport(api, report.id)),
		...taskIds.map(async (id) => await ifThere(getTask(api, id))),
	]);
	const templateId = facts.templateId ?? tasks.find((task) => task?.templateId !== undefined)?.templateId;
	const template = isId(templateId) ? await ifThere(getTemplate(api, templateId)) : undefined;
	const places = [report, report?.reportTask, whole, whole?.reportTask, ...tasks, template];
	const told = places.map((place) => place?.tags).filter((tags) => tags !== undefined && tags !== null);
	return { tags: [...new Set(told.flatMap(readTags))], isTold: told.length > 0 };
}

/** A place that the server does not know, or does not show, has no tags. */
const ifThere = async <T>(asked: Promise<T>): Promise<T | undefined> => await asked.catch(asMissing);

function asMissing(error: unknown): undefined {
	if (!(error instanceof RemedyError) || ![403, 404, 405, 410].includes(error.status ?? 0)) throw error;
}
