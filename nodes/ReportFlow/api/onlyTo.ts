import type { IHttpRequestOptions } from 'n8n-workflow';
import { RemedyError } from '../../shared/run/remedyError';

/** What the HTTP Request node calls the same. */
interface OlderOptions {
	uri?: string;
	followRedirect?: boolean;
	followAllRedirects?: boolean;
}

/**
 * The request as it may carry our keys: to the host of the credential alone. Links come from deliveries and answers
 * (`share.url`, `File-URL`), so that an HTTP Request node could be made to hand the keys to anybody. Redirects are not
 * followed, because n8n would take the keys along. Throws a RemedyError.
 */
export function onlyTo(baseUrl: string, request: IHttpRequestOptions): IHttpRequestOptions & OlderOptions {
	const given = request.url ?? (request as OlderOptions).uri ?? '';
	// As axios puts them together.
	const isWhole = /^([a-z][a-z\d+\-.]*:)?\/\//i.test(given);
	const url = isWhole || request.baseURL === undefined ? given : request.baseURL;
	const { origin, host } = new URL(baseUrl);
	if (!URL.canParse(url) || new URL(url).origin !== origin) {
		throw new RemedyError(
			`The keys of this ReportFlow credential go only to ${host}, and this request leads elsewhere`,
			'Correct the URL, or send the request without this credential.',
		);
	}
	return { ...request, disableFollowRedirect: true, followRedirect: false, followAllRedirects: false };
}
