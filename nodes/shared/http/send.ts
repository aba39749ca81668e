import type { IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';
import { describeFailure, isTlsFailure, wasNeverSent } from './failure';
import type { NodeStream } from '../files/fileStore';
import { realPause } from '../run/clock';
import { RemedyError } from '../run/remedyError';
import { collectAtMost, type Bytes } from '../files/streams';

/** The largest answers have a few megabytes; far more is not an answer of an API, and would fill the memory. */
const MEGABYTES_AT_MOST = 64;
/** For a body that is read as a whole: the timeout of n8n's helper ends with the headers. */
const BODY_TIMEOUT_MS = 60_000;

/** Every n8n context that can send a request: executions, webhooks, credential tests, lists in the panel. */
export interface HttpContext {
	helpers: Pick<IHttpRequestHelper['helpers'], 'httpRequest'>;
}

/** Who is asked, for the texts of errors. */
export interface Party {
	name: string;
	/** What to do when an answer is far too large. */
	whenTooLarge: string;
	/** What to do when no answer came, where the cause says more than "the network"; looks at `code` alone. */
	whenUnreachable?(error: unknown): string | undefined;
}

/** An answer whose body is still unread. */
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
 * One request whose answer is looked at whatever its status. Redirects are not followed: keys and tokens are for this
 * host. Throws a RemedyError when no answer came; the error that n8n's helper threw is not passed on, because it holds
 * the request with its secrets.
 */
export async function send(
	context: HttpContext,
	options: IHttpRequestOptions,
	party: Party,
): Promise<OpenAnswer> {
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
		.catch((error: unknown) => ({ error }))) as
		{ statusCode: number; headers: OpenAnswer['headers']; body: NodeStream } | { error: unknown };
	if ('error' in answer) throw unreachable(party, host, answer.error, !wasNeverSent(answer.error));
	return { status: answer.statusCode, headers: answer.headers, body: answer.body };
}

/** Reads the rest of an answer. Throws a RemedyError when it breaks off, or is far too large. */
export async function readAnswer(
	{ status, headers, body }: OpenAnswer,
	party: Party,
	host: string,
	parse: (text: string) => unknown = parseJson,
): Promise<Answer> {
	const text = await readText(body, party, host, status);
	return { status, headers, body: parse(text) };
}

/** Ends a transfer that will not be read further. */
export const discard = (body: NodeStream) => (body as { destroy?: () => void }).destroy?.();

async function readText(body: NodeStream, party: Party, host: string, status: number): Promise<string> {
	const watch = new AbortController();
	let isLate = false;
	void realPause(BODY_TIMEOUT_MS, watch.signal).then(() => {
		isLate = !watch.signal.aborted;
		discard(body);
	});
	try {
		return (await collectAtMost(body as Bytes, MEGABYTES_AT_MOST * 1_000_000)).toString('utf8');
	} catch (error) {
		if (error instanceof RangeError) throw tooLarge(party, host, status);
		throw unreachable(party, host, isLate ? { code: 'ETIMEDOUT' } : error, true);
	} finally {
		watch.abort();
	}
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

const unreachable = (party: Party, host: string, error: unknown, outcomeUnknown: boolean) =>
	new RemedyError(
		`${party.name} could not be reached at ${host}: ${describeFailure(error)}`,
		party.whenUnreachable?.(error) ?? 'Check the network of this n8n (proxy, firewall, DNS), then try again.',
		{ temporary: !isTlsFailure(error), outcomeUnknown },
	);

const tooLarge = ({ whenTooLarge }: Party, host: string, status: number) =>
	new RemedyError(
		`The answer from ${host} is larger than ${MEGABYTES_AT_MOST} MB; it was not read`,
		whenTooLarge,
		{
			outcomeUnknown: true,
			status,
		},
	);
