import { parseJsonSafely } from '../../shared/deliveries/payload';
import { z } from '../../shared/vendor/zod';
import { reportFlow } from '../facts';

/** A field that we can do without: one odd value must not make the whole delivery unrecognisable. */
const text = z.string().min(1).optional().catch(undefined);

/** Whoever reads the report event may put an ID into an address, so that nothing but the plain characters is one. */
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

/** The body of a `file.completed` delivery, in both generations (seed, "Payload Format"). */
const CompletedPayload = z
	.object({
		event: z.literal(reportFlow.webhookEvent),
		timestamp: text.describe('Event occurrence time (ISO 8601 format)'),
		workspaceId: text.describe('Workspace ID'),
		designId: text.describe('Design ID'),
		version: z.number().or(z.string()).optional().catch(undefined).describe('Version number'),
		requestId: id.optional().describe('Single host only; to download with'),
		files: z.array(AnnouncedFile).min(1).describe('Array of generated file information'),
	})
	.passthrough();

/** A delivery of which nothing but its event is known. */
const NamedPayload = z
	.object({ event: z.string().min(1), timestamp: text, workspaceId: text, requestId: text })
	.passthrough();

/** One generated file, with what it takes to download it. */
export interface CompletedFile extends Pick<AnnouncedFile, 'fileId' | 'fileName' | 'passthrough' | 'share'> {
	/** `requestId`, or on workspace hosts `uuid`: the first ID of the download's path. */
	downloadId: string;
}

/** What `file.completed` says, whichever generation sent it. */
export interface Completed {
	generation: 'single' | 'workspace';
	timestamp?: string | undefined;
	workspaceId?: string | undefined;
	designId?: string | undefined;
	version?: number | string | undefined;
	/** Undefined where the files of a workspace host have different ones. */
	requestId: string | undefined;
	/** Each file once, whatever the delivery repeats. */
	files: CompletedFile[];
}

export type Payload =
	| { kind: 'completed'; completed: Completed; raw: unknown }
	| { kind: 'unrecognised'; named?: z.infer<typeof NamedPayload>; raw: unknown }
	| { kind: 'malformed' };

/** JSON of the documented shape, JSON of another shape (emitted all the same once it is authentic), or no JSON. */
export function parsePayload(content: Uint8Array): Payload {
	const json = parseJsonSafely(content);
	if (json === undefined) return { kind: 'malformed' };
	const { value: raw } = json;
	if (countFiles(raw) > reportFlow.deliveryFilesAtMost) return { kind: 'unrecognised', raw };
	const parsed = CompletedPayload.safeParse(raw);
	const completed = parsed.success ? toCompleted(parsed.data) : undefined;
	if (completed !== undefined) return { kind: 'completed', completed, raw };
	const named = NamedPayload.safeParse(raw);
	return { kind: 'unrecognised', ...(named.success && { named: named.data }), raw };
}

/** Before the schema looks at each of them: a delivery has room for a million, and nobody has vouched for it yet. */
function countFiles(raw: unknown): number {
	const { files } = (raw ?? {}) as { files?: unknown };
	return Array.isArray(files) ? files.length : 0;
}

/** "top-level `requestId` => single host; else `files[].uuid` => workspace host": our reading of the two editions. */
function toCompleted(payload: z.infer<typeof CompletedPayload>): Completed | undefined {
	const { requestId, files, timestamp, workspaceId, designId, version } = payload;
	const unique = new Map<string, CompletedFile>();
	for (const { fileId, uuid, fileName, passthrough, share } of files) {
		const downloadId = requestId ?? uuid;
		if (downloadId === undefined) return undefined;
		const key = `${downloadId}/${fileId}`;
		if (!unique.has(key)) unique.set(key, { downloadId, fileId, fileName, passthrough, share });
	}
	const downloadIds = new Set([...unique.values()].map(({ downloadId }) => downloadId));
	return {
		generation: requestId === undefined ? 'workspace' : 'single',
		timestamp,
		workspaceId,
		designId,
		version,
		requestId: downloadIds.size === 1 ? [...downloadIds][0] : undefined,
		files: [...unique.values()],
	};
}
