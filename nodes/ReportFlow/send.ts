import type { IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';
import { describeFailure, wasNeverSent } from '../shared/failure';
import type { NodeStream } from '../shared/fileStore';
import { pause } from '../shared/pause';
import { RemedyError } from '../shared/remedyError';
import { collectAtMost, type Bytes } from '../shared/streams';

/** A list of designs has kilobytes; far more is no answer of this API, and would fill the memory. */
const MEGABYTES_AT_MOST = 64;
/** For a JSON body alone: the timeout of n8n's helper ends with the headers. */
const BODY_TIMEOUT_MS = 60_000;

/** Every n8n context that can send a request: executions, webhooks, lists in the panel. */
export interface HttpContext {
	helpers: Pick<IHttpRequestHelper['helpers'], 'httpRequest'>;
}

/** An answer whose body nobody has read yet. */
export interface OpenAnswer {
	status: number;
	headers: Record<string, string | undefined>;
	body: NodeStream;
}

/** An answer as a whole, its body parsed when it is JSON, else the text itself. */
export interface Answer {
	status: number;
	headers: Record<string, string | undefined>;
	body: unknown;
}

/**
 * One request whose answer is looked at whatever its status. Redirects are not followed: the keys are for this host.
 * Throws a RemedyError when no answer came; the error that n8n's helper threw is not passed on, because it holds the
 * request with its secrets.
 */
export async function send(context: HttpContext, options: IHttpRequestOptions): Promise<OpenAnswer> {
	const { host } = new URL(options.url);
	const answer = (await context.helpers
		.httpRequest({
			...options,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		})
		.catch((error: unknown) => ({ error }))) as
		{ statusCode: number; headers: OpenAnswer['headers']; body: NodeStream } | { error: unknown };
	if ('error' in answer) throw unreachable(host, answer.error, !wasNeverSent(answer.error));
	return { status: answer.statusCode, headers: answer.headers, body: answer.body };
}

/** Reads the rest of an answer. Throws a RemedyError when it breaks off. */
export async function readAnswer({ status, headers, body }: OpenAnswer, host: string): Promise<Answer> {
	const text = await readText(body, host, status);
	return { status, headers, body: parse(text) };
}

export const discard = (body: NodeStream) => (body as { destroy?: () => void }).destroy?.();

async function readText(body: NodeStream, host: string, status: number): Promise<string> {
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
		throw tooLarge(host, status);
	} finally {
		watch.abort();
	}
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

const unreachable = (host: string, error: unknown, outcomeUnknown: boolean) =>
	new RemedyError(
		`ReportFlow could not be reached at ${host}: ${describeFailure(error)}`,
		'Check the network of this n8n (proxy, firewall, DNS), then try again.',
		{ temporary: true, outcomeUnknown },
	);

const tooLarge = (host: string, status: number) =>
	new RemedyError(
		`The answer of ${host} is larger than ${MEGABYTES_AT_MOST} MB; it was not read`,
		'Check the base URL in the ReportFlow credential.',
		{ outcomeUnknown: true, status },
	);
