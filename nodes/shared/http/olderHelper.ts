import type { IHttpRequestOptions } from 'n8n-workflow';
import type { HttpContext } from './send';

/** The older helper of n8n, in every context that can send a request; the only one in a credential test. */
export interface OlderContext {
	helpers: { request(options: object): Promise<unknown> };
}

/** Whatever can send requests as an `HttpContext`. `more` goes along with each request of the older helper. */
export function asHttpContext(context: HttpContext | OlderContext, more: object = {}): HttpContext {
	if (Object.keys(more).length === 0 && 'httpRequest' in context.helpers) return context as HttpContext;
	const { request } = (context as OlderContext).helpers;
	const httpRequest = async (options: IHttpRequestOptions) =>
		await orAborted(request({ ...toOlder(options), ...more }), options.abortSignal);
	return { helpers: { httpRequest } };
}

const toOlder = ({ url, method = 'GET', headers, qs, body, timeout }: IHttpRequestOptions) => ({
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
