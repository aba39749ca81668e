import type { IHttpRequestOptions } from 'n8n-workflow';
import { onlyHome } from '../../shared/http/keyHome';
import { apiBaseUrl, type ReportFlowCredential } from './credential';
import { keyHeaders } from './transport';

/**
 * Puts the keys into a request that n8n makes with this credential. Links come from deliveries and answers (`share.url`,
 * `File-URL`), so it goes to the credential's own host alone. Throws a RemedyError when it leads elsewhere.
 */
export const authenticate = (
	credential: ReportFlowCredential,
	request: IHttpRequestOptions,
): IHttpRequestOptions => ({
	...onlyHome({ provider: 'ReportFlow', origins: [new URL(apiBaseUrl(credential)).origin] }, request),
	headers: { ...request.headers, ...keyHeaders(credential) },
});
