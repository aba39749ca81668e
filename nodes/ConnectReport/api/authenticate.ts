import type { IHttpRequestOptions } from 'n8n-workflow';
import { onlyHome } from '../../shared/http/keyHome';
import { connectReport } from '../facts';
import { serverOf, type ConnectReportCredential } from './credential';
import { agentOptions } from './ownCertificates';

/** The HTTP Request node uses the older form of a request, whose certificates lie elsewhere. */
type AnyRequest = IHttpRequestOptions & { agentOptions?: object };

/**
 * Puts the key into a request that n8n makes with this credential, and the certificates that it is to trust. Throws a
 * RemedyError when the request goes to another server.
 */
export function authenticate(credential: ConnectReportCredential, request: AnyRequest): IHttpRequestOptions {
	const server = serverOf(credential);
	return {
		...onlyHome({ provider: 'ConnectReport', origins: [server.origin] }, request),
		headers: { ...request.headers, [connectReport.headers.apiKey]: credential.apiKey.trim() },
		...agentOptions(server.certificates, request.agentOptions),
	};
}
