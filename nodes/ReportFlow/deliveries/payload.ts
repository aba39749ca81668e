import { parseJsonSafely } from '../../shared/deliveries/payload';
import type { PassedProof } from '../../shared/deliveries/proof';
import { z } from '../../shared/vendor/zod';
import { isWaitedFor, reportFlow, type ReportFlowEvent } from '../facts';
import type { Policy } from './policy';

/** A field that we can do without: one odd value must not make the whole delivery unrecognisable. */
const text = z.string().min(1).optional().catch(undefined);

/** A reader of the report event may put an ID into an address, so only plain characters make an ID. */
const id = z.string().regex(reportFlow.idPattern);

const Share = z
	.object({
		shareType: text.describe('workspace, invited or public; other words are accepted'),
		url: text.describe('Shareable URL'),
		passcodeEnabled: z.boolean().optional().catch(undefined),
	})
	.optional()
	.catch(undefined);

const AnnouncedFile = z
	.object({
		fileId: id.describe('File ID (unique identifier)'),
		uuid: id.optional().describe('UUID for downloading; workspace hosts only'),
		fileName: text.describe('File name (with extension)'),
		passthrough: z
			.record(z.unknown())
			.optional()
			.catch(undefined)
			.describe('Single host only; there if the request had it'),
		share: Share.describe('Single host only'),
	})
	.passthrough();
export type AnnouncedFile = z.infer<typeof AnnouncedFile>;

/** The entry of an event, by the name that the payload has. */
const entryOf = (name: string): ReportFlowEvent | undefined =>
	reportFlow.events.find(({ event }) => event === name);

/** The body of a delivery about files, in both generations (seed, "Payload Format"). */
const FilesPayload = z
	.object({
		event: z.string(),
		timestamp: text.describe('Event occurrence time (ISO 8601 format)'),
		workspaceId: text.describe('Workspace ID'),
		designId: text.describe('Design ID'),
		version: z.number().or(z.string()).optional().catch(undefined).describe('Version number'),
		requestId: id.optional().describe('Single host only; to download with'),
		files: z.array(AnnouncedFile).default([]).describe('Array of generated file information'),
	})
	.passthrough();

/** A delivery of which nothing but the name of its event is known. */
const NamedPayload = z
	.object({ event: z.string().min(1), timestamp: text, workspaceId: text, requestId: text })
	.passthrough();

/** One generated file, with what it takes to download it. */
export interface AnnouncedFileFacts extends Pick<
	AnnouncedFile,
	'fileId' | 'fileName' | 'passthrough' | 'share'
> {
	/** `requestId`, or on workspace hosts `uuid`: the first ID of the download's path. */
	downloadId: string;
}

/** What an event about files says, whichever generation sent it. */
export interface FilesEvent {
	entry: ReportFlowEvent;
	generation: 'single' | 'workspace';
	timestamp?: string | undefined;
	workspaceId?: string | undefined;
	designId?: string | undefined;
	version?: number | string | undefined;
	/** Undefined where the files of a workspace host have different ones. */
	requestId: string | undefined;
	/** Each file once, whatever the delivery repeats. */
	files: AnnouncedFileFacts[];
}

export type Payload =
	| { kind: 'files'; said: FilesEvent; raw: unknown }
	| { kind: 'unrecognised'; named?: z.infer<typeof NamedPayload>; raw: unknown }
	| { kind: 'malformed' };

/** The step `parse`: the payload, without the files that a ReportFlow node waited for, where the user wants that. */
export function parse({ content }: PassedProof, { ignoresWaitedFor }: Policy): Payload {
	const payload = parsePayload(content);
	if (payload.kind !== 'files' || !ignoresWaitedFor) return payload;
	const files = payload.said.files.filter(({ passthrough }) => !isWaitedFor(passthrough));
	return { ...payload, said: { ...payload.said, files } };
}

/** JSON of the documented shape, JSON of another shape (emitted anyway once it is authentic), or no JSON. */
export function parsePayload(content: Uint8Array): Payload {
	const json = parseJsonSafely(content);
	if (json === undefined) return { kind: 'malformed' };
	const { value: raw } = json;
	if (countFiles(raw) > reportFlow.deliveryFilesAtMost) return { kind: 'unrecognised', raw };
	const parsed = FilesPayload.safeParse(raw);
	const entry = parsed.success ? entryOf(parsed.data.event) : undefined;
	const said = parsed.success && entry !== undefined ? toFilesEvent(entry, parsed.data) : undefined;
	if (said !== undefined) return { kind: 'files', said, raw };
	const named = NamedPayload.safeParse(raw);
	return { kind: 'unrecognised', ...(named.success && { named: named.data }), raw };
}

/** Before the schema looks at each of them: a delivery has room for a million, and it has proved nothing yet. */
function countFiles(raw: unknown): number {
	const { files } = (raw ?? {}) as { files?: unknown };
	return Array.isArray(files) ? files.length : 0;
}

/** "top-level `requestId` => single host; else `files[].uuid` => workspace host": our reading of the two editions. */
function toFilesEvent(entry: ReportFlowEvent, payload: z.infer<typeof FilesPayload>): FilesEvent | undefined {
	const { requestId, files, timestamp, workspaceId, designId, version } = payload;
	if (entry.hasFiles && files.length === 0) return undefined;
	const unique = new Map<string, AnnouncedFileFacts>();
	for (const { fileId, uuid, fileName, passthrough, share } of files) {
		const downloadId = requestId ?? uuid;
		if (downloadId === undefined) return undefined;
		const key = `${downloadId}/${fileId}`;
		if (!unique.has(key)) unique.set(key, { downloadId, fileId, fileName, passthrough, share });
	}
	const downloadIds = new Set([...unique.values()].map(({ downloadId }) => downloadId));
	return {
		entry,
		generation: requestId === undefined ? 'workspace' : 'single',
		timestamp,
		workspaceId,
		designId,
		version,
		requestId: downloadIds.size === 1 ? [...downloadIds][0] : undefined,
		files: [...unique.values()],
	};
}
