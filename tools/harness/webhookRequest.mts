import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { parse as parseQuery } from 'node:querystring';
import type { ParsedUrlQuery } from 'node:querystring';

/** What n8n and Express add to a request before a node sees it. */
interface RequestExtras {
	/** The body's bytes, decompressed. Missing for multipart, and for some types after typeVersion 1. */
	rawBody?: Buffer;
	readRawBody(): Promise<void>;
	/** The media type alone, in lower case. */
	contentType?: string;
	encoding: BufferEncoding;
	body: unknown;
	params: Record<string, string>;
	query: ParsedUrlQuery;
	path: string;
	originalUrl: string;
	protocol: string;
	hostname: string;
	ip?: string;
	get(name: string): string | undefined;
	header(name: string): string | undefined;
}

/** A request as `getRequestObject()` gives it to a node. */
export type WebhookRequest = IncomingMessage & RequestExtras;

/** Gives a plain request of node's HTTP server what Express would have added. */
export function toWebhookRequest(message: IncomingMessage, readRawBody: () => Promise<void>): WebhookRequest {
	const url = new URL(message.url ?? '/', 'http://localhost');
	const header = (name: string) => single(message.headers, name);
	const [type, ...parameters] = (message.headers['content-type'] ?? '').split(';');
	const charset = parameters.map((text) => /^\s*charset=("?)([^"]+)\1/i.exec(text)?.[2]).find(Boolean);
	const extras: RequestExtras = {
		readRawBody,
		contentType: type?.trim().toLowerCase() || undefined,
		encoding: Buffer.isEncoding(charset ?? '') ? (charset as BufferEncoding) : 'utf-8',
		body: undefined,
		params: {},
		query: parseQuery(url.search.slice(1)),
		path: url.pathname,
		originalUrl: message.url ?? '/',
		protocol: 'http',
		hostname: url.hostname,
		ip: message.socket.remoteAddress,
		get: header,
		header,
	};
	return Object.assign(message, extras);
}

function single(headers: IncomingHttpHeaders, name: string): string | undefined {
	const value = headers[name.toLowerCase()];
	return Array.isArray(value) ? value.join(', ') : value;
}
