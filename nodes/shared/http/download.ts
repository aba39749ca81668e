import type { IExecuteFunctions } from 'n8n-workflow';
import { limit, tooLarge, type ArrivalRules } from './arrival';
import { describeFailure } from './failure';
import { checkLink, type FileHosts } from './fileHosts';
import { isHome, type KeyHome } from './keyHome';
import { discard } from './send';
import type { NodeStream } from '../files/fileStore';
import { RemedyError } from '../run/remedyError';
import type { Bytes } from '../files/streams';

const REDIRECTS_AT_MOST = 5;
const TIMEOUT_MS = 300_000;

export interface DownloadRules extends FileHosts, ArrivalRules {
	/** Sent once more with this token when a host asks for one that is among its homes; no other host ever gets it. */
	token?: { value: () => Promise<string>; home: KeyHome };
	/** What the provider's support asks for, from an answer that is not a file: a sentence with a space before it. */
	support?(answer: { headers: Record<string, string | undefined> }): string;
}

export interface Download {
	bytes: Bytes;
	stream: NodeStream;
	headers: Record<string, string | undefined>;
	/** Ends the transfer; always call it, because the body may still be unread. */
	close(): void;
}

/**
 * Opens a file for streaming. Redirects are followed here, so every host on the way is checked; plain http
 * becomes https. Throws a RemedyError, which never holds the link: it may carry access rights.
 */
export async function download(
	context: IExecuteFunctions,
	link: string,
	rules: DownloadRules,
): Promise<Download> {
	let url = checkLink(link, rules);
	for (let redirects = 0; redirects <= REDIRECTS_AT_MOST; redirects++) {
		const response = await fetchFrom(context, url, rules);
		const { statusCode: status, headers } = response;
		if (status >= 300 && status < 400 && headers.location !== undefined) {
			discard(response.body);
			// A location that is not a URL goes on as it is, and is refused as such.
			const isUrl = URL.canParse(headers.location, url.toString());
			url = checkLink(isUrl ? new URL(headers.location, url).toString() : headers.location, rules);
			continue;
		}
		if (status === 200) {
			const { body } = response;
			const announced = Number(headers['content-length'] ?? 0);
			if (announced > rules.bytesAtMost) {
				discard(body);
				throw tooLarge(rules);
			}
			return { bytes: limit(body, headers, rules), stream: body, headers, close: () => discard(body) };
		}
		discard(response.body);
		throw statusError(status, rules.support?.(response) ?? '');
	}
	throw new RemedyError('The file link redirects in an endless loop', 'Ask the provider for a working link.');
}

interface StreamResponse {
	statusCode: number;
	headers: Record<string, string | undefined>;
	body: NodeStream;
}

async function fetchFrom(
	context: IExecuteFunctions,
	url: URL,
	rules: DownloadRules,
): Promise<StreamResponse> {
	const first = await get(context, url, {}, rules);
	const wantsToken = first.statusCode === 401 || first.statusCode === 403;
	if (!wantsToken || rules.token === undefined || !isHome(rules.token.home, url)) return first;
	discard(first.body);
	return await get(context, url, { authorization: `Bearer ${await rules.token.value()}` }, rules);
}

async function get(
	context: IExecuteFunctions,
	url: URL,
	headers: Record<string, string>,
	{ signal }: DownloadRules,
): Promise<StreamResponse> {
	const answer = await context.helpers
		.httpRequest({
			url: url.toString(),
			// Compressed on the way, the file would arrive with another length than the one announced.
			headers: { 'accept-encoding': 'identity', ...headers },
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: TIMEOUT_MS,
			...(signal && { abortSignal: signal }),
		})
		.catch((error: unknown) => ({ failure: describeFailure(error) }));
	if ('failure' in answer) {
		throw new RemedyError(
			`The file could not be fetched from ${url.host}: ${answer.failure}`,
			/does not speak https/.test(answer.failure)
				? `If ${url.host} speaks plain http, write http:// in front of it under "Additional File Hosts" in the credential.`
				: 'Check the network of this n8n (proxy, firewall, DNS), then run the step again.',
		);
	}
	return answer as StreamResponse;
}

function statusError(status: number, support: string): RemedyError {
	if ([401, 403, 404, 410].includes(status)) {
		return new RemedyError(
			`The file link has expired or was already used (status ${status})`,
			`Look the report up again for a fresh link, or request it again: the provider deletes files when they expire.${support}`,
		);
	}
	return new RemedyError(
		`The file host answered with status ${status}`,
		`Run the step again in a few minutes.${support}`,
	);
}
