import { z } from '../../shared/vendor/zod';
import { connectReport } from '../facts';

/** "ids as opaque strings": numbers are made into such. */
const Id = z.union([z.string().min(1), z.number().transform(String)]);
const id = Id.nullish().transform((value) => value ?? undefined);
const text = z.string().nullish().catch(undefined);

/** What of a report, a report task or a template is looked at. All else that it holds is kept. */
const common = { id: Id, title: text, tags: z.unknown() };

export const TaskRecord = z.object({ ...common, templateId: id }).passthrough();
export const TemplateRecord = z.object(common).passthrough();
export const ReportRecord = z
	.object({
		...common,
		reportTaskId: id,
		templateId: id,
		createdAt: text,
		reportTask: TaskRecord.partial().nullish().catch(undefined),
	})
	.passthrough();

/** `data.reports[]` in the sample. An entry that is none is left out rather than the whole list. */
export const ReportList = z
	.array(z.unknown())
	.transform((entries) => entries.flatMap((entry) => ReportRecord.safeParse(entry).data ?? []));

/** `data.jobId` in the sample. */
export const NewJob = z
	.object({ jobId: Id })
	.or(z.object({ id: Id }).transform(({ id: jobId }) => ({ jobId })));

/** `data.status`, `data.error`, `data.location` in the sample. */
export const JobRecord = z.object({
	status: z.string(),
	error: z.unknown(),
	location: z.string().nullish(),
});

export const NewTask = z.object({ id: Id }).passthrough();

export type TaskRecord = z.infer<typeof TaskRecord>;
export type ReportRecord = z.infer<typeof ReportRecord>;
export type JobRecord = z.infer<typeof JobRecord>;

/** How a job stands. "everything else -> wait until the deadline". */
export function stateOf({ status }: JobRecord): 'done' | 'failed' | 'pending' {
	const word = status.trim().toLowerCase();
	if (connectReport.jobWords.done.some((one) => one === word)) return 'done';
	return connectReport.jobWords.failed.some((one) => one === word) ? 'failed' : 'pending';
}

/** The task that a report is of: beside it, or inside of it. */
export const taskIdOf = (report: ReportRecord): string | undefined =>
	report.reportTaskId ?? report.reportTask?.id ?? undefined;

export const templateIdOf = (report: ReportRecord): string | undefined =>
	report.templateId ?? report.reportTask?.templateId ?? undefined;

export const titleOf = (report: ReportRecord): string | undefined =>
	report.title ?? report.reportTask?.title ?? undefined;

/** When the report was made, in milliseconds since 1970; undefined when it does not say. */
export function madeAt({ createdAt }: ReportRecord): number | undefined {
	const ms = createdAt ? Date.parse(createdAt) : Number.NaN;
	return Number.isNaN(ms) ? undefined : ms;
}
