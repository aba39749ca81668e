import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { checkToken } from './checkToken.mts';
import { distortFile } from '../distortFile.mts';
import { locateFile } from './locateFile.mts';
import type { SandboxReport } from './sandboxReport.mts';
import { sendJson } from '../sendJson.mts';
import type { State } from './state.mts';

/**
 * The file host: GET or HEAD of a report's link. "When the report expires, the file is deleted and no longer available
 * for download."
 */
export async function serveFile(
	state: State,
	request: IncomingMessage,
	response: ServerResponse,
	path: string,
): Promise<void> {
	if (request.method !== 'GET' && request.method !== 'HEAD') {
		return sendJson(response, 405, { message: 'Use GET or HEAD.' }, { allow: 'GET, HEAD' });
	}
	const { file } = state.knobs;
	const report = findReport(state, path);
	if (!report || file === 'expired') return sendJson(response, 404, { message: 'Not Found' });
	if (report.expiresAt.getTime() <= Date.now()) {
		await rm(locateFile(state, report), { force: true });
		return sendJson(response, 404, { message: 'Not Found' });
	}
	if (file === 'error-500') return sendJson(response, 500, { message: 'Internal Server Error' });
	if (file === 'needs-token' && !checkToken(state, request, response)) return;
	if (file === 'redirect-away') return redirect(response, 'http://localhost.invalid/');
	if (file === 'redirect' && path.startsWith('/files/')) {
		return redirect(response, new URL(report.url).pathname.replace('/files/', '/download/'));
	}
	if (file === 'single-use' && report.status === 'ALREADY_DOWNLOADED') {
		return sendJson(response, 410, { message: 'Gone' });
	}
	await sendFile(state, request, response, report);
}

/** By comparison with the links that were given out: no path of a request ever becomes a path on disk. */
function findReport(state: State, path: string): SandboxReport | undefined {
	const wanted = path.replace(/^\/download\//, '/files/');
	const isGivenOut = ({ status, url }: SandboxReport) =>
		(status === 'READY' || status === 'ALREADY_DOWNLOADED') && new URL(url).pathname === wanted;
	return [...state.reports.values()].find(isGivenOut);
}

function redirect(response: ServerResponse, location: string): void {
	response.writeHead(302, { location, 'content-length': 0 }).end();
}

async function sendFile(
	state: State,
	request: IncomingMessage,
	response: ServerResponse,
	report: SandboxReport,
): Promise<void> {
	const { file } = state.knobs;
	const length = file === 'truncated' ? Math.floor(report.ciphertextBytes / 2) : report.ciphertextBytes;
	response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': length });
	if (request.method === 'HEAD') return void response.end();

	// Marked at the first byte, not the last: a client that comes back after a broken download finds it gone.
	if (file === 'single-use') report.status = 'ALREADY_DOWNLOADED';
	const source = createReadStream(locateFile(state, report), { highWaterMark: 256 * 1024 });
	const steps = distortFile(file, report.ciphertextBytes, { slowMs: state.slowMs, closing: state.closing });
	await pipeline(source, steps, response);
}
