import type { IHttpRequestOptions } from 'n8n-workflow';
import { RemedyError } from '../run/remedyError';

/**
 * Where the keys and tokens of a credential may go: to the provider's own API host, and to the hosts of its files. Nowhere
 * else, whatever link an item, a delivery or an answer holds.
 */
export interface KeyHome {
	/** As the credential is called: "ReportFlow". */
	provider: string;
	/** Scheme, host and port each; the API's own comes first. */
	origins: readonly string[];
}

/** What the HTTP Request node calls the same. */
interface OlderOptions {
	uri?: string;
	followRedirect?: boolean;
	followAllRedirects?: boolean;
}

type AnyRequest = IHttpRequestOptions & OlderOptions;

export const isHome = ({ origins }: KeyHome, url: URL): boolean => origins.includes(url.origin);

/**
 * A request that n8n makes with a credential of ours, such as that of the HTTP Request node, as it may carry our keys. Its
 * address is the one that was checked, written out. Redirects are not followed, because n8n would take the keys along.
 * Throws a RemedyError when the request leads elsewhere.
 */
export function onlyHome(home: KeyHome, request: AnyRequest): AnyRequest {
	const given = request.url ?? request.uri ?? '';
	const url = URL.canParse(given, request.baseURL) ? new URL(given, request.baseURL) : undefined;
	// n8n's client joins the two in its own way ("https:/a" is a path to it), so the base alone must be ours.
	const isBaseHome = !request.baseURL || isHomeText(home, request.baseURL);
	if (url === undefined || !isHome(home, url) || !isBaseHome) {
		throw new RemedyError(
			`The keys of the ${home.provider} credential go only to ${home.origins.join(' and ')}, and this request goes ${url === undefined || !isBaseHome ? 'elsewhere' : `to ${url.host}`}`,
			'Correct the URL, with its scheme and port, or send the request without this credential.',
		);
	}
	const checked = { ...request };
	delete checked.baseURL;
	return {
		...checked,
		...(request.url === undefined ? { uri: url.href } : { url: url.href }),
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
	} as AnyRequest;
}

const isHomeText = (home: KeyHome, text: string) => URL.canParse(text) && isHome(home, new URL(text));
