import type { IHttpRequestOptions } from 'n8n-workflow';
import { RemedyError } from '../../shared/run/remedyError';
import { connectReport } from '../facts';
import { serverOf, type ConnectReportCredential } from './credential';
import { agentOptions } from './ownCertificates';

/** The HTTP Request node uses the older form of a request, whose names are others. */
type AnyRequest = IHttpRequestOptions & {
	uri?: string;
	followRedirect?: boolean;
	followAllRedirects?: boolean;
	agentOptions?: object;
};

/**
 * Puts the key into a request that n8n makes with this credential, and the certificates that it is to trust. The key goes
 * to the server of the credential alone: no other address, and no redirect, which n8n would send our header along with.
 * Throws a RemedyError.
 */
export function authenticate(credential: ConnectReportCredential, request: AnyRequest): IHttpRequestOptions {
	const server = serverOf(credential);
	const given = request.url ?? request.uri ?? '';
	const url = URL.canParse(given, request.baseURL) ? new URL(given, request.baseURL) : undefined;
	// n8n's client joins the two in its own way ("https:/a" is a path to it), so that the base has to be ours by itself.
	const isBaseOurs = !request.baseURL || originOf(request.baseURL) === server.origin;
	if (url?.origin !== server.origin || !isBaseOurs) {
		throw new RemedyError(
			`The ConnectReport credential is for ${server.url} alone, and this request goes ${url === undefined ? 'elsewhere' : `to ${url.host}`}`,
			'Use the address of that server as the credential has it, with its scheme and port.',
		);
	}
	return {
		...request,
		headers: { ...request.headers, [connectReport.headers.apiKey]: credential.apiKey.trim() },
		disableFollowRedirect: true,
		...({ followRedirect: false, followAllRedirects: false } satisfies Partial<AnyRequest>),
		...agentOptions(server.certificates, request.agentOptions),
	};
}

const originOf = (address: string) => (URL.canParse(address) ? new URL(address).origin : undefined);
