import type { IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';
import { describeFailure, wasNeverSent } from '../shared/failure';
import type { NodeStream } from '../shared/fileStore';
import { pause } from '../shared/pause';
import { collectAtMost, type Bytes } from '../shared/streams';
import { parseExactJson } from './exactJson';
import { TesouroError } from './tesouroError';

/** A page of a thousand rows has a few megabytes; far more is no answer of this API, and would fill the memory. */
const MEGABYTES_AT_MOST = 64;
/** For the body alone: the timeout of n8n's helper ends with the headers. */
const BODY_TIMEOUT_MS = 60_000;

/** Every n8n context that can send a request: executions, webhooks, credential tests. */
export interface HttpContext {
	helpers: Pick<IHttpRequestHelper['helpers'], 'httpRequest'>;
}

export interface Response {
	status: number;
	headers: Record<string, string | undefined>;
	/** Parsed when it is JSON, with numbers that JavaScript would round as text; else the text itself. */
	body: unknown;
}

interface StreamedResponse {
	statusCode: number;
	headers: Record<string, string | undefined>;
	body: NodeStream;
}

/**
 * One request whose answer is looked at whatever its status. Redirects are not followed: the token is for this host.
 * Throws a TesouroError when no answer came; the error that n8n's helper threw is not passed on, because it holds the
 * request with its secrets.
 */
export async function send(context: HttpContext, options: IHttpRequestOptions): Promise<Response> {
	const { host } = new URL(options.url);
	const answer = (await context.helpers
		.httpRequest({
			...options,
			// As a stream, because n8n's helper reads an answer of any size into memory and rounds long numbers.
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		})
		.catch((error: unknown) => ({ error }))) as StreamedResponse | { error: unknown };
	if ('error' in answer) throw unreachable(host, answer.error, !wasNeverSent(answer.error));
	const { statusCode: status, headers, body } = answer;
	const text = await readText(body, host);
	return { status, headers, body: parseExactJson(text) ?? text };
}

async function readText(body: NodeStream, host: string): Promise<string> {
	const watch = new AbortController();
	let isLate = false;
	void pause(BODY_TIMEOUT_MS, watch.signal).then(() => {
		isLate = !watch.signal.aborted;
		discard(body);
	});
	try {
		return (await collectAtMost(body as Bytes, MEGABYTES_AT_MOST * 1_000_000)).toString('utf8');
	} catch (error) {
		if (!(error instanceof RangeError)) throw unreachable(host, isLate ? { code: 'ETIMEDOUT' } : error, true);
		throw tooLarge(host);
	} finally {
		watch.abort();
	}
}

const unreachable = (host: string, error: unknown, outcomeUnknown: boolean) =>
	new TesouroError(
		`Tesouro could not be reached at ${host}: ${describeFailure(error)}`,
		'Check the network of this n8n (proxy, firewall, DNS), then try again.',
		true,
		outcomeUnknown,
	);

const tooLarge = (host: string) =>
	new TesouroError(
		`The answer of ${host} is larger than ${MEGABYTES_AT_MOST} MB; it was not read`,
		'Ask for fewer rows at once with "Page Size", and check the base URL in the Tesouro credential.',
		false,
		true,
	);

const discard = (body: NodeStream) => (body as { destroy?: () => void }).destroy?.();
