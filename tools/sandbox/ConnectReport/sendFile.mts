import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { distortFile } from '../distortFile.mts';
import { renderFile } from './renderFile.mts';
import { redirectToLogin, sendError, sendLoginPage } from './sendError.mts';
import type { FileType, State } from './state.mts';

/** The media type of each type, as servers send it. */
export const mediaTypes: Record<FileType, string> = {
	pdf: 'application/pdf',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	csv: 'text/csv; charset=utf-8',
};

/** "Finished file: `GET {basePath}/api/v1/{location}?attachmentName={file name}`". */
export async function sendFile(
	state: State,
	response: ServerResponse,
	{ fileId, attachmentName }: { fileId: string; attachmentName: string | null },
): Promise<void> {
	const job = [...state.jobs.values()].find((one) => one.fileId === fileId);
	const { file: knob } = state.knobs;
	const isThere = job && Date.now() >= job.doneAt && knob !== 'missing';
	if (!isThere) return sendError(state, response, 404, 'File not found');
	if (knob === 'silent') return;
	if (knob === 'login-page') return sendLoginPage(response);
	if (knob === 'login-redirect') return redirectToLogin(state, response);
	if (knob === 'error-500') return sendError(state, response, 500, 'Internal server error');
	if (knob === 'down') return sendError(state, response, 503, 'The service is unavailable');
	if (knob === 'redirect-away') {
		response.writeHead(302, { location: `${state.decoyUrl}/stolen` }).end();
		return;
	}
	const type = knob === 'wrong-kind' ? (job.type === 'pdf' ? 'xlsx' : 'pdf') : job.type;
	const file = await renderFile(state, job.report, type);
	const bytes =
		knob === 'empty' ? Buffer.alloc(0) : knob === 'json' ? Buffer.from('{"message":"Internal error"}') : file;
	response.writeHead(200, {
		'content-type': knob === 'untyped' ? 'application/octet-stream' : mediaTypes[job.type],
		'content-length': knob === 'truncated' ? Math.floor(bytes.length / 2) : bytes.length,
		...(attachmentName !== null && { 'content-disposition': contentDisposition(attachmentName) }),
	});
	const distorted = knob === 'truncated' || knob === 'cut-off' || knob === 'slow' ? knob : 'ok';
	const timing = { slowMs: state.slowMs, closing: state.closing };
	await pipeline(Readable.from([bytes]), distortFile(distorted, bytes.length, timing), response);
}

/** "`attachmentName` sets the download name". */
function contentDisposition(fileName: string): string {
	const ascii = fileName.replace(/[^\x20-\x7e]|["\\]/g, '_');
	return `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(fileName)}`;
}
