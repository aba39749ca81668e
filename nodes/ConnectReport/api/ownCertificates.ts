import type { IHttpRequestOptions } from 'n8n-workflow';
import type { HttpContext } from '../../shared/http/send';

/** The older helper of n8n, in every context that can send a request; the only one in a credential test. */
export interface OlderContext {
	helpers: { request(options: object): Promise<unknown> };
}

/** For the TLS connection. Given certificates take the place of those that n8n trusts, so a stranger's is no way in. */
export const agentOptions = (certificates: string[], others: object = {}) =>
	certificates.length === 0
		? {}
		: // The certificate of the server itself, or of an authority in between, will do, too.
			{ agentOptions: { ...others, ca: certificates, allowPartialTrustChain: true } };

/**
 * A context whose requests trust the given certificates, or the context itself when there are none. It is made of n8n's
 * older helper: n8n 2.8 knows own certificates there alone, 2.20 and newer in both. Tried on 2.8; read in 2.41.
 */
export function trusting(context: HttpContext | OlderContext, certificates: string[]): HttpContext {
	if (certificates.length === 0 && 'httpRequest' in context.helpers) return context as HttpContext;
	const { request } = (context as OlderContext).helpers;
	const httpRequest = async (options: IHttpRequestOptions) =>
		await orAborted(request(toOlder(options, certificates)), options.abortSignal);
	return { helpers: { httpRequest } };
}

const toOlder = (
	{ url, method = 'GET', headers, qs, body, timeout }: IHttpRequestOptions,
	certificates: string[],
) => ({
	uri: url,
	method,
	headers,
	...(qs && { qs }),
	...(body !== undefined && { body }),
	timeout,
	useStream: true,
	resolveWithFullResponse: true,
	simple: false,
	followRedirect: false,
	followAllRedirects: false,
	...agentOptions(certificates),
});

/** The older helper takes no signal: the request is left to its timeout, and its answer thrown away. */
async function orAborted(
	request: Promise<unknown>,
	signal: IHttpRequestOptions['abortSignal'],
): Promise<unknown> {
	if (signal === undefined) return await request;
	const aborted = new Promise<never>((_, reject) => {
		const stop = () => {
			reject(Object.assign(new Error('aborted'), { code: 'ERR_CANCELED' }));
			request.then(
				(answer) => (answer as { body?: { destroy?: () => void } }).body?.destroy?.(),
				() => undefined,
			);
		};
		if (signal.aborted) stop();
		signal.addEventListener?.('abort', stop);
	});
	return await Promise.race([request, aborted]);
}
