import type { IncomingMessage } from 'node:http';
import { parse as parseForm } from 'node:querystring';
import { Readable } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';

import { ResponseError } from './responseError.mts';
import type { WebhookRequest } from './webhookRequest.mts';

/** n8n's default for N8N_PAYLOAD_SIZE_MAX. */
export const PAYLOAD_SIZE_MAX = 16 * 1024 * 1024;

/** Reads the whole body, decompressed (gzip and deflate, as n8n does; br stays as it is). */
export async function readBytes(message: IncomingMessage): Promise<Buffer> {
	if (message.destroyed || !message.readable) {
		throw new ResponseError(400, 'Request body stream was aborted or is not readable');
	}
	const encoding = message.headers['content-encoding'];
	const inflate = encoding === 'gzip' ? createGunzip() : encoding === 'deflate' ? createInflate() : undefined;
	const source: Readable = inflate ? message.pipe(inflate) : message;
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of source as AsyncIterable<Buffer>) {
		length += chunk.length;
		if (length > PAYLOAD_SIZE_MAX) throw new Error('request entity too large');
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

/** Fills `rawBody` and `body` as n8n does before it calls a trigger of the given typeVersion. */
export async function parseBody(request: WebhookRequest, typeVersion: number): Promise<void> {
	const { contentType } = request;
	if (contentType === 'multipart/form-data') {
		request.body = await parseMultipart(request);
		return;
	}
	if (typeVersion > 1 && !isParsable(contentType)) return;
	if (contentType?.startsWith('multipart/')) return;
	await request.readRawBody();
	if (!request.rawBody?.length) return;
	const text = request.rawBody.toString(request.encoding);
	try {
		if (contentType === 'application/json') request.body = JSON.parse(withoutBom(text));
		else if (contentType === 'application/x-www-form-urlencoded') request.body = parseForm(withoutBom(text));
		else if (contentType === 'text/plain') request.body = text;
	} catch (error) {
		throw new ResponseError(422, 'Failed to parse request body', (error as Error).message);
	}
}

/** Fields only: n8n would also store the files, which no trigger of this package takes. */
async function parseMultipart(request: WebhookRequest): Promise<unknown> {
	const headers = { 'content-type': request.headers['content-type'] ?? '' };
	const stream = Readable.toWeb(request) as unknown as ReadableStream<Uint8Array>;
	const form = await new Response(stream, { headers }).formData();
	const data = Object.fromEntries([...form.entries()].filter(([, value]) => typeof value === 'string'));
	return { data, files: {} };
}

function isParsable(contentType = ''): boolean {
	return (
		/^(application\/json|text\/plain|application\/x-www-form-urlencoded)/.test(contentType) ||
		/[/+]xml$/.test(contentType)
	);
}

function withoutBom(text: string): string {
	return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
