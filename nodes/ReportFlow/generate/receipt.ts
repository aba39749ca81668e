import { RemedyError } from '../../shared/run/remedyError';
import { z } from '../../shared/vendor/zod';
import type { RequestedPdf } from './request';
import { reportFlow } from '../facts';
import { isId } from '../api/paths';
import { mayHaveRun } from '../api/statusErrors';

/** What ReportFlow says of a file that it makes or has made. */
const AnsweredFile = z
	.object({
		fileId: z.string(),
		fileName: z.string(),
		share: z
			.object({
				shareType: z.string().optional(),
				url: z.string().optional(),
				passcodeEnabled: z.boolean().optional(),
			})
			.optional()
			.catch(undefined),
		passthrough: z.record(z.unknown()).optional().catch(undefined),
	})
	.passthrough();

/**
 * "When a generate response includes a `plan` block, pass its `message` (and upgrade link, if present) on to the user. Its
 * numbers count output pages". That guide is of ReportFlow's server for agents; that the API itself tells it is our reading.
 */
const Plan = z.record(z.unknown());

/** "202": `requestId`, `url`, `files` (single host), or `url`, `fileId`, perhaps `files` (workspace hosts). */
export const AsyncAnswer = z.object({
	requestId: z.string().optional(),
	url: z.string().optional(),
	fileId: z.string().optional(),
	files: z.array(AnsweredFile).optional(),
	plan: Plan.optional().catch(undefined),
});

/** One generation as ReportFlow acknowledged it. */
export interface Receipt {
	/** Undefined when ReportFlow did not say; then the files can be had from its answer alone. */
	requestId?: string;
	/** By the place of the item in the request; undefined where ReportFlow did not say. */
	files: Array<ReceivedFile | undefined>;
	/** What ReportFlow says of the plan of the workspace and its pages, as it says it. */
	plan?: Record<string, unknown>;
}

export interface ReceivedFile {
	id: string;
	name: string;
	share?: { shareType?: string; url?: string; passcodeEnabled?: boolean };
}

/** Whether it says how to fetch every file; else the files can be had from the answer alone. */
export const canBeFetched = ({ requestId, files }: Receipt): boolean =>
	requestId !== undefined && files.every((file) => file !== undefined);

/** The receipt in the JSON that acknowledges a queued generation. Throws when it holds no ID to fetch the files with. */
export function readAsyncAnswer(answer: z.output<typeof AsyncAnswer>, requests: RequestedPdf[]): Receipt {
	const requestId = [answer.requestId, lastSegment(answer.url)].find(isId);
	const alone =
		answer.files === undefined && answer.fileId !== undefined && requests.length === 1
			? [{ fileId: answer.fileId, fileName: requests[0]!.fileName }]
			: [];
	const receipt = {
		requestId,
		files: match(answer.files ?? alone, requests),
		...(answer.plan && { plan: answer.plan }),
	};
	if (canBeFetched(receipt)) return receipt;
	throw new RemedyError(
		'ReportFlow accepted the request, but does not say how to fetch the files',
		mayHaveRun,
		{
			outcomeUnknown: true,
		},
	);
}

/** The receipt in the headers of an immediate answer: `Request-Id`, `File-URL`, `File-ID`, `X-File-Mapping`. */
export function readSyncHeaders(
	headers: Record<string, string | undefined>,
	requests: RequestedPdf[],
): Receipt {
	const ofUrl = (headers['file-url'] ?? '').split(/[?#]/)[0]!.split('/').filter(Boolean);
	const afterDownload = ofUrl[ofUrl.lastIndexOf('download') + 1];
	const requestId = [headers['request-id'], afterDownload].find(isId);
	const mapped = readMapping(headers['x-file-mapping']);
	const fileId = headers['file-id'];
	const alone =
		mapped.length === 0 && isId(fileId) && requests.length === 1
			? [{ fileId, fileName: requests[0]!.fileName }]
			: [];
	return {
		...(requestId !== undefined && { requestId }),
		files: match([...mapped, ...alone], requests),
	};
}

/** "percent-encoded JSON array; decode with decodeURIComponent then JSON.parse". Empty when there is none to be read. */
function readMapping(header: string | undefined): AnsweredFiles {
	if (header === undefined) return [];
	try {
		return z.array(AnsweredFile).parse(JSON.parse(decodeURIComponent(header)));
	} catch {
		return [];
	}
}

type AnsweredFiles = Array<z.output<typeof AnsweredFile>>;

/** By our correlation ID, which is unique; else by name; else the only one. */
function match(files: AnsweredFiles, requests: RequestedPdf[]): Receipt['files'] {
	return requests.map(({ fileName, correlationId }) => {
		const found =
			files.find(
				({ passthrough }) =>
					correlationId !== undefined && passthrough?.[reportFlow.correlation.key] === correlationId,
			) ??
			files.find((file) => sameName(file.fileName, fileName)) ??
			(files.length === 1 && requests.length === 1 ? files[0] : undefined);
		if (found === undefined || !isId(found.fileId)) return undefined;
		return {
			id: found.fileId,
			name: found.fileName,
			...(found.share && { share: found.share }),
		};
	});
}

/** "unique within the array, case-insensitively"; whether a name gets a second `.pdf`, the documents disagree. */
export const sameName = (one: string, other: string): boolean => bareName(one) === bareName(other);

export const bareName = (name: string): string =>
	name
		.normalize('NFC')
		.toLowerCase()
		.replace(/(\.pdf)+$/, '');

const lastSegment = (url: string | undefined): string | undefined =>
	url?.split(/[?#]/)[0]!.split('/').filter(Boolean).at(-1);
