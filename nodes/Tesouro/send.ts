import type { IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';
import { describeFailure } from '../shared/failure';
import { TesouroError } from './tesouroError';

/** Every n8n context that can send a request: executions, webhooks, credential tests. */
export interface HttpContext {
	helpers: Pick<IHttpRequestHelper['helpers'], 'httpRequest'>;
}

export interface Response {
	status: number;
	headers: Record<string, string | undefined>;
	body: unknown;
}

/**
 * One request whose answer is looked at whatever its status. Throws a TesouroError when no answer came; the error that
 * n8n's helper threw is not passed on, because it holds the request with its secrets.
 */
export async function send(context: HttpContext, options: IHttpRequestOptions): Promise<Response> {
	const answer = await context.helpers
		.httpRequest({
			...options,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		})
		.catch((error: unknown) => ({ failure: describeFailure(error) }));
	if ('failure' in answer) {
		throw new TesouroError(
			`Tesouro could not be reached at ${new URL(options.url).host}: ${answer.failure}`,
			'Check the network of this n8n (proxy, firewall, DNS), then try again.',
			true,
		);
	}
	return { status: answer.statusCode, headers: answer.headers, body: answer.body };
}
