import { RemedyError } from '../../shared/run/remedyError';
import { z } from '../../shared/vendor/zod';
import { taskIdOf, templateIdOf, type ReportRecord } from './records';
import { getReport, getTask, getTemplate } from './reports';
import type { ConnectReportApi } from '../api/transport';

/** Where tags were found; `none` when there were none anywhere. */
export const TagPlace = z.enum(['report', 'reportTask', 'template', 'none']);
export type TagPlace = z.infer<typeof TagPlace>;

export interface Tags {
	tags: string[];
	from: TagPlace;
}

const noTags: Tags = { tags: [], from: 'none' };

/** "items string or `{id, name|title}`"; a text with commas would be a list, too. Others are left out. */
const Tag = z.union([
	z.string(),
	z.object({ name: z.string() }).transform(({ name }) => name),
	z.object({ title: z.string() }).transform(({ title }) => title),
]);

/** Tags as plain texts, each once. */
export function readTags(value: unknown): string[] {
	const entries = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [];
	const texts = entries.flatMap((entry) => Tag.safeParse(entry).data ?? []);
	return [...new Set(texts.map((tag) => tag.trim()).filter(Boolean))];
}

/** The same tag, whatever the case of its letters. */
export const sameTag = (one: string, other: string): boolean =>
	one.trim().toLowerCase() === other.trim().toLowerCase();

/** Looks tags up. Each task and template is asked for once, however many reports are of it. */
export interface TagReader {
	/** Of the report itself, then of its task, then of its template: the first place that has any. */
	ofReport(report: ReportRecord): Promise<Tags>;
	/** Of a task, then of its template. */
	ofTask(ids: { taskIds: string[]; templateId?: string }): Promise<Tags>;
}

/** A place that the server does not know, or does not show, has no tags; any other failure is thrown. */
export function tagReader(api: ConnectReportApi): TagReader {
	interface Place {
		tags: string[];
		templateId?: string;
	}
	const known = new Map<string, Promise<Place>>();
	const look = async (key: string, get: () => Promise<{ tags?: unknown; templateId?: string }>) => {
		const found =
			known.get(key) ??
			get().then(
				({ tags, templateId }) => ({ tags: readTags(tags), ...(templateId !== undefined && { templateId }) }),
				(error: unknown): Place => {
					if (isNotThere(error)) return { tags: [] };
					throw error;
				},
			);
		known.set(key, found);
		return await found;
	};
	const ofTask: TagReader['ofTask'] = async ({ taskIds, templateId }) => {
		let template = templateId;
		for (const id of taskIds) {
			const task = await look(`task ${id}`, async () => await getTask(api, id));
			if (task.tags.length > 0) return { tags: task.tags, from: 'reportTask' };
			template ??= task.templateId;
		}
		if (template === undefined) return noTags;
		const { tags } = await look(`template ${template}`, async () => await getTemplate(api, template));
		return tags.length > 0 ? { tags, from: 'template' } : noTags;
	};
	return {
		ofTask,
		async ofReport(report) {
			// A list need not tell all of a report.
			const whole = hasTags(report) ? report : await getReport(api, report.id);
			const own = readTags(whole.tags);
			if (own.length > 0) return { tags: own, from: 'report' };
			const inside = readTags(whole.reportTask?.tags);
			if (inside.length > 0) return { tags: inside, from: 'reportTask' };
			const taskId = taskIdOf(whole);
			const templateId = templateIdOf(whole);
			return await ofTask({
				taskIds: taskId === undefined ? [] : [taskId],
				...(templateId !== undefined && { templateId }),
			});
		},
	};
}

const hasTags = ({ tags, reportTask }: ReportRecord) =>
	readTags(tags).length > 0 || readTags(reportTask?.tags).length > 0;

const isNotThere = (error: unknown) =>
	error instanceof RemedyError && [403, 404, 405, 410].includes(error.status ?? 0);
