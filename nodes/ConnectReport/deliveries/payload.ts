import { parseJsonSafely } from '../../shared/deliveries/payload';
import type { PassedProof } from '../../shared/deliveries/proof';
import { z } from '../../shared/vendor/zod';
import { isId } from '../api/paths';
import { connectReport, type ConnectReportEvent } from '../facts';
import type { Policy } from './policy';

/** A field that we can do without: null, or one odd value, must not make the whole delivery unrecognisable. */
const text = z.string().min(1).optional().catch(undefined);

/** A reader of the report event may put an ID into an address, so a text that could lead elsewhere is not an ID. */
const id = z
	.union([z.string(), z.number().transform(String)])
	.refine(isId)
	.optional()
	.catch(undefined);

/** Fields of `reportTask` in both callbacks (seed, "Payload properties and examples"). */
const ReportTask = z.object({
	id: id.describe('Not explained; another one than reportTaskId'),
	title: text,
	reportTaskId: id.describe('Not explained; the same in the pre and the post callback of a run'),
	templateId: id,
	startOn: text,
	endOn: text,
	frequency: text.describe('Monthly, "Once - now", and other texts; there is no list of them'),
	filterCycleId: id,
	createdAt: text,
	lastSavedAt: text,
});

const CallbackPayload = z.object({
	trigger: text,
	reportTask: ReportTask.extend({ templateHtml: text.describe('The whole markup of the template') })
		.optional()
		.catch(undefined),
	status: text,
	error: z.unknown(),
});

export type ReportTask = z.infer<typeof ReportTask>;

/** What a delivery says. Plain JSON: it travels from the webhook into the execution. */
export interface Callback {
	/** One of `connectReport.events`, or `unrecognised`: an undocumented trigger or status, or no ID to look anything up by. */
	event: string;
	/** As it came. */
	trigger?: string | undefined;
	/** As it came. */
	status?: string | undefined;
	/** Why the report task failed. */
	error?: string | undefined;
	task: ReportTask;
	/** In characters. */
	templateHtmlLength?: number;
}

export interface Payload {
	kind: 'callback';
	callback: Callback;
	/** All of it but `templateHtml`, wherever that stands, unless the user wants to have it. */
	raw: unknown;
}

const ERROR_CHARACTERS_AT_MOST = 2_000;

/** The step `parse`. */
export const parse = (
	{ content, delivery }: PassedProof,
	{ keepsTemplateHtml }: Policy,
): Payload | { kind: 'malformed' } =>
	parsePayload(content, delivery.header('content-type'), keepsTemplateHtml);

/**
 * JSON, of the documented shape or another one. A delivery that is not UTF-8, as JSON must
 * be, is read by the charset that it announces.
 */
export function parsePayload(
	body: Buffer,
	contentType: string | undefined,
	keepsTemplateHtml: boolean,
): Payload | { kind: 'malformed' } {
	const json = parseJsonSafely(body) ?? parseJsonSafely(recode(body, contentType));
	if (json === undefined) return { kind: 'malformed' };
	const parsed = CallbackPayload.safeParse(json.value);
	const callback: Callback = parsed.success ? toCallback(parsed.data) : { event: 'unrecognised', task: {} };
	return {
		kind: 'callback',
		callback,
		raw: keepsTemplateHtml ? json.value : withoutTemplateHtml(json.value),
	};
}

function toCallback({ trigger, status, error, reportTask = {} }: z.infer<typeof CallbackPayload>): Callback {
	const { templateHtml, ...task } = reportTask;
	const event =
		task.id === undefined && task.reportTaskId === undefined ? 'unrecognised' : eventOf(trigger, status);
	return {
		event,
		trigger,
		status,
		...(eventEntry(event)?.status === 'failed' && { error: toText(error) }),
		task,
		...(templateHtml !== undefined && { templateHtmlLength: templateHtml.length }),
	};
}

/** The entry of an event; undefined for what is unrecognised. */
export const eventEntry = (event: string): ConnectReportEvent | undefined =>
	connectReport.events.find(({ value }) => value === event);

/** An unknown status is never taken for a success. */
const eventOf = (trigger: string | undefined, status: string | undefined): string =>
	connectReport.events.find(
		(entry) =>
			entry.trigger === trigger && (entry.payloadStatus === undefined || entry.payloadStatus === status),
	)?.value ?? 'unrecognised';

/** "error: undefined || 'Report task failed due to <Error_Reason>'"; an object is taken by its message, else as JSON. */
function toText(error: unknown): string | undefined {
	if (error === undefined || error === null || error === '') return undefined;
	const { message } = Object(error) as { message?: unknown };
	const words =
		typeof error === 'string' ? error : typeof message === 'string' ? message : JSON.stringify(error);
	return words.slice(0, ERROR_CHARACTERS_AT_MOST);
}

/** Nothing genuine is nested so deeply, and a stranger's nesting must not use up the stack. */
const LEVELS_AT_MOST = 100;

function withoutTemplateHtml(value: unknown, level = 0): unknown {
	if (typeof value !== 'object' || value === null) return value;
	if (level > LEVELS_AT_MOST) return undefined;
	if (Array.isArray(value)) return value.map((part) => withoutTemplateHtml(part, level + 1));
	const kept = Object.entries(value).filter(([key]) => key !== 'templateHtml');
	return Object.fromEntries(kept.map(([key, part]) => [key, withoutTemplateHtml(part, level + 1)]));
}

/** In UTF-8 what came in the charset of its content type; empty when there is no such charset. */
function recode(body: Buffer, contentType = ''): Buffer {
	const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1];
	try {
		return charset === undefined
			? Buffer.alloc(0)
			: Buffer.from(new TextDecoder(charset, { fatal: true }).decode(body));
	} catch {
		return Buffer.alloc(0);
	}
}
