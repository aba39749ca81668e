import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { distortFile } from '../distortFile.mts';
import { limitRate } from './limitRate.mts';
import { makesTrouble } from './makeTrouble.mts';
import { renderPdf } from './render.mts';
import { errors, sendError } from './sendError.mts';
import type { Generation, SandboxRequest, State } from './state.mts';
import { zipOf } from './zipOf.mts';

/** `GET /file/download/{requestId}[/{fileId}]`. */
export async function download(
	state: State,
	response: ServerResponse,
	{ generation, requestId, fileId }: { generation: Generation; requestId: string; fileId?: string },
): Promise<void> {
	if (!limitRate(state, response, 'other') || (await makesTrouble(state, response))) return;
	const { file: knob, notReady } = state.knobs;
	const missing = generation === 'old' ? errors.noFileOld : errors.noFile;
	const made = state.generated.get(requestId);
	if (!made || made.generation !== generation) return sendError(response, missing);
	if (made.expiresAt.getTime() <= Date.now() || knob === 'expired') return sendError(response, missing);
	const file = made.files.find((one) => one.fileId === fileId);
	if (fileId !== undefined && !file) return sendError(response, missing);
	if (made.state === 'failed') return sendError(response, errors.conversionFailed);
	if (made.state === 'queued') {
		return sendError(response, { ...errors.notReady, statusCode: Number(notReady) });
	}
	if (knob === 'error-500') return sendError(response, errors.internal);
	if (knob === 'silent') return;
	if (file) await sendPdf(state, response, file.fileName, await renderPdf(file), file.fileId);
	else await sendZip(state, response, made);
}

async function sendPdf(
	state: State,
	response: ServerResponse,
	fileName: string,
	pdf: Buffer,
	fileId: string,
): Promise<void> {
	const { file: knob } = state.knobs;
	if (knob === 'login-page') {
		response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>');
		return;
	}
	if (knob === 'json-as-pdf') pdf = Buffer.from('{"statusCode":500,"message":"Internal server error"}');
	if (knob === 'not-pdf') pdf = Buffer.from('PK\x03\x04 something else');
	if (knob === 'empty') pdf = Buffer.alloc(0);
	const length = knob === 'truncated' ? Math.floor(pdf.length / 2) : pdf.length;
	response.writeHead(200, {
		'content-type': 'application/pdf',
		'content-length': length,
		'content-disposition': contentDisposition(fileName),
		'file-id': fileId,
	});
	await send(state, response, Readable.from([pdf]), pdf.length);
}

/** "filename="files.zip"". */
async function sendZip(state: State, response: ServerResponse, made: SandboxRequest): Promise<void> {
	const path = await zipOf(state, made);
	const { size } = await stat(path);
	response.writeHead(200, {
		'content-type': 'application/zip',
		'content-length': size,
		'content-disposition': 'attachment; filename="files.zip"',
	});
	await send(state, response, createReadStream(path), size, state.knobs.zip === 'cut-off');
}

async function send(
	state: State,
	response: ServerResponse,
	source: Readable,
	size: number,
	isCutOff = false,
): Promise<void> {
	const knob = isCutOff ? 'cut-off' : state.knobs.file;
	const known = knob === 'truncated' || knob === 'cut-off' || knob === 'slow' ? knob : 'ok';
	const timing = { slowMs: state.slowMs, closing: state.closing };
	await pipeline(source, distortFile(known, size, timing), response);
}

function contentDisposition(fileName: string): string {
	const ascii = fileName.replace(/[^\x20-\x7e]|["\\]/g, '_');
	return `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(fileName)}`;
}
