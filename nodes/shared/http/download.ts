import type { IExecuteFunctions } from 'n8n-workflow';
import { describeFailure } from './failure';
import type { NodeStream } from '../files/fileStore';
import { realPause } from '../run/clock';
import { RemedyError } from '../run/remedyError';
import type { Bytes } from '../files/streams';

const REDIRECTS_AT_MOST = 5;
const TIMEOUT_MS = 300_000;

export interface DownloadRules {
	/** The domain whose hosts, and subdomains, files may lie on. */
	domain: string;
	/** Hosts that the administrator added: `host`, `host:port`, or `http://host:port` where plain http is meant. */
	additionalHosts: string[];
	bytesAtMost: number;
	/** Sent once more with this token when the domain's own host asks for one; no other host ever gets it. */
	token?: () => Promise<string>;
	/** What the provider's support asks for, out of an answer that is no file: a sentence with a space before it. */
	support?(answer: { headers: Record<string, string | undefined> }): string;
	signal?: AbortSignal;
	/** What to do about a transfer that broke off, where there is no link that may work only once. */
	whenBrokenOff?: string;
}

export interface Download {
	bytes: Bytes;
	stream: NodeStream;
	headers: Record<string, string | undefined>;
	/** Ends the transfer; to be called in any case, since nobody may have begun to read. */
	close(): void;
}

/**
 * Opens a file for streaming. Redirects are followed by hand, so that every host on the way is checked; plain http
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
			// A location that is no URL goes on as it is, and is refused as such.
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
	throw new RemedyError(
		'The link of the file leads from one address to the next without end',
		'Ask the provider for a working link.',
	);
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
	const isOwnHost = url.protocol === 'https:' && isInDomain(url.hostname, rules.domain);
	if (!wantsToken || !isOwnHost || rules.token === undefined) return first;
	discard(first.body);
	return await get(context, url, { authorization: `Bearer ${await rules.token()}` }, rules);
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
			'Check the network of this n8n (proxy, firewall, DNS), then run the step again.',
		);
	}
	return answer as StreamResponse;
}

/** The link as it may be asked for: an allowed host, https. */
function checkLink(link: string, { domain, additionalHosts }: DownloadRules): URL {
	if (!URL.canParse(link)) {
		throw new RemedyError('The link of the file is no URL', 'Check where the link comes from.');
	}
	const url = new URL(link);
	const added = additionalHosts.map(parseHost).find(({ host }) => host === url.host || host === url.hostname);
	if (added === undefined && !isInDomain(url.hostname, domain)) {
		throw new RemedyError(
			`The link of the file leads to ${url.host}, which is not among the hosts that files may come from`,
			`Files are fetched from ${domain} and its subdomains. If the provider really puts files on ${url.host}, add it under "Additional File Hosts" in the credential.`,
		);
	}
	// Added with its scheme, plain http is what the administrator meant; everywhere else it becomes https.
	if (url.protocol === 'http:' && !added?.plain) url.protocol = 'https:';
	if (url.protocol !== 'https:' && url.protocol !== 'http:') {
		throw new RemedyError(
			`The link of the file has the scheme ${url.protocol} instead of https`,
			'Ask the provider for a working link.',
		);
	}
	return url;
}

const isInDomain = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`);

function parseHost(entry: string): { host: string; plain: boolean } {
	const text = entry.trim().toLowerCase();
	const plain = text.startsWith('http://');
	return { host: text.replace(/^https?:\/\//, '').replace(/\/.*$/, ''), plain };
}

const tooLarge = ({ bytesAtMost }: Pick<DownloadRules, 'bytesAtMost'>) =>
	new RemedyError(
		`The file is larger than the limit of ${Math.round(bytesAtMost / 1e6)} MB`,
		'Raise the limit in the options of this node if the file is meant to be that large.',
	);

/** Counts along: a file that is longer than allowed, or shorter than announced, ends with an error. */
export async function* limit(
	body: NodeStream,
	headers: StreamResponse['headers'],
	rules: Pick<DownloadRules, 'bytesAtMost' | 'signal' | 'whenBrokenOff'>,
): AsyncGenerator<Uint8Array> {
	let bytes = 0;
	const idleWatch = new IdleWatch(body);
	const iterator = (body as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
	try {
		for (;;) {
			idleWatch.isWaiting = true;
			const next = await iterator.next().catch((error: unknown) => ({ failure: describeFailure(error) }));
			idleWatch.isWaiting = false;
			rules.signal?.throwIfAborted();
			if (idleWatch.isIdle) throw brokenOff('nothing arrived for a minute', rules);
			if ('failure' in next) throw brokenOff(next.failure, rules);
			if (next.done) break;
			idleWatch.moved();
			bytes += next.value.length;
			if (bytes > rules.bytesAtMost) throw tooLarge(rules);
			yield next.value;
		}
	} finally {
		idleWatch.end();
		discard(body);
	}
	const announced = headers['content-length'];
	if (announced !== undefined && Number(announced) !== bytes) {
		throw brokenOff(`${bytes} of ${announced} bytes arrived`, rules);
	}
}

const IDLE_CHECK_MS = 15_000;
const IDLE_CHECKS = 4;

/** Ends a transfer whose host keeps the connection open and sends nothing: the request's own timeout ends with its headers. */
class IdleWatch {
	/** Set around each wait for the host; a slow reader on our side is no reason to give up. */
	isWaiting = false;
	isIdle = false;
	private waits = 0;
	private hasEnded = false;

	constructor(private readonly body: NodeStream) {
		void this.watch();
	}

	end(): void {
		this.hasEnded = true;
	}

	private async watch(): Promise<void> {
		for (let idleChecks = 0; idleChecks < IDLE_CHECKS;) {
			const before = this.waits;
			await realPause(IDLE_CHECK_MS);
			if (this.hasEnded) return;
			idleChecks = this.isWaiting && this.waits === before ? idleChecks + 1 : 0;
		}
		this.isIdle = true;
		discard(this.body);
	}

	/** A piece arrived. */
	moved(): void {
		this.waits++;
	}
}

const brokenOff = (why: string, { whenBrokenOff }: Pick<DownloadRules, 'whenBrokenOff'>) =>
	new RemedyError(
		`The download broke off: ${why}. Nothing of the file was kept`,
		whenBrokenOff ?? 'Run the step again. If the link works only once, request the report again.',
		// The file is there, and may come whole the next time.
		{ temporary: true },
	);

function statusError(status: number, support: string): RemedyError {
	if ([401, 403, 404, 410].includes(status)) {
		return new RemedyError(
			`The link of the file has expired or was already used (status ${status})`,
			`Look the report up again for a fresh link, or request it again: the provider deletes files when they expire.${support}`,
		);
	}
	return new RemedyError(
		`The file host answered with status ${status}`,
		`Run the step again in a few minutes.${support}`,
	);
}

const discard = (body: NodeStream) => (body as { destroy?: () => void }).destroy?.();
