import { z } from '../../shared/vendor/zod';
import type { ReportRecord, TaskRecord } from './records';
import { TagPlace, type Tags } from './tags';

/** A report in the words of the report event. Everything else that ConnectReport says about it is in `details`. */
export const ReportState = z.object({
	provider: z.literal('connectreport'),
	report: z.object({ id: z.string(), name: z.string().optional().describe('Its title') }),
	tags: z.array(z.string()).optional().describe('As plain texts, where they were looked for'),
	tagsFrom: TagPlace.optional().describe('Where they were found'),
	details: z
		.record(z.unknown())
		.describe("ConnectReport's remaining facts: reportTaskId, createdAt and others"),
});
export type ReportState = z.infer<typeof ReportState>;

/** A report task in the same words. */
export const TaskState = z.object({
	provider: z.literal('connectreport'),
	reportTask: z.object({ id: z.string(), title: z.string().optional() }),
	details: z
		.record(z.unknown())
		.describe("ConnectReport's remaining facts: templateId, frequency and others"),
});
export type TaskState = z.infer<typeof TaskState>;

export function toReportState({ id, title, ...rest }: ReportRecord, found?: Tags): ReportState {
	return {
		provider: 'connectreport',
		report: { id, ...(title && { name: title }) },
		...(found && { tags: found.tags, tagsFrom: found.from }),
		details: toDetails(rest),
	};
}

export const toTaskState = ({
	id,
	title,
	...rest
}: Pick<TaskRecord, 'id' | 'title'> & Record<string, unknown>): TaskState => ({
	provider: 'connectreport',
	reportTask: { id, ...(title && { title }) },
	details: toDetails(rest),
});

/** Without what is missing, without tags, which stand above where they were looked for, and without the markup of the template, which is large and confidential. */
function toDetails(facts: Record<string, unknown>): Record<string, unknown> {
	const kept = Object.entries(facts).filter(
		([key, value]) => key !== 'tags' && value !== undefined && value !== null,
	);
	return Object.fromEntries(
		kept.map(([key, value]) => {
			if (key === 'templateHtml') return ['templateHtmlLength', String(value).length];
			const isNested = typeof value === 'object' && !Array.isArray(value);
			return [key, isNested ? toDetails(value as Record<string, unknown>) : value];
		}),
	);
}
