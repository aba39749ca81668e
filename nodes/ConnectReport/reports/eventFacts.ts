import { z } from '../../shared/vendor/zod';

/** What a callback says of a report task, as far as it says whose it is. */
export interface TaskFacts {
	/** `reportTask.id`: that of the task, or of what this run made; "the docs explain neither". */
	id?: string;
	/** `reportTask.reportTaskId`. */
	reportTaskId?: string;
	title?: string;
	templateId?: string;
}

/** The IDs by which the task may be known, the likelier one first: "try `reportTaskId` first, then `id`". */
export const taskIdsOf = ({ reportTaskId, id }: TaskFacts): string[] => [
	...new Set([reportTaskId, id].filter((one): one is string => one !== undefined && one !== '')),
];

const text = z.string().optional().catch(undefined);

const Event = z.object({
	time: z.string(),
	data: z.object({
		provider: z.literal('connectreport'),
		status: z.string().optional(),
		report: z.object({ id: text, name: text }).optional(),
		details: z.object({ reportId: text, id: text, reportTaskId: text, templateId: text, title: text }),
	}),
});

/** What the operations of this node return. */
const Output = z.object({
	provider: z.literal('connectreport'),
	report: z.object({ id: z.string(), name: text }).optional(),
	reportTask: z.object({ id: z.string(), title: text }).optional(),
	details: z.object({ templateId: text }).optional(),
});

/** What an incoming item says: of a report, or of a task whose report is to be found. */
export interface Incoming extends TaskFacts {
	reportId?: string;
	status?: string;
	/** When the report was ready, in milliseconds since 1970; events alone say it. */
	time?: number;
}

/** Reads a report event of the ConnectReport Trigger, or an output of this node. Undefined when it is neither. */
export function readIncoming(json: unknown): Incoming | undefined {
	const event = Event.safeParse(json);
	if (event.success) {
		const { status, details, report } = event.data.data;
		const time = Date.parse(event.data.time);
		return {
			...details,
			title: details.title ?? report?.name,
			status,
			...(!Number.isNaN(time) && { time }),
		};
	}
	const output = Output.safeParse(json);
	if (!output.success) return undefined;
	const { report, reportTask, details } = output.data;
	if (report === undefined && reportTask === undefined) return undefined;
	return { reportId: report?.id, reportTaskId: reportTask?.id, templateId: details?.templateId };
}
