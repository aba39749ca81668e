import type { IHttpRequestOptions } from 'n8n-workflow';
import { onlyHome, type KeyHome } from '../../shared/http/keyHome';
import { tesouro } from '../facts';
import { apiBaseUrl, type TesouroCredential } from './credential';

/** Where the access token of the credential may go: to its API, and to the hosts of its environment's files. */
export function keyHomeOf(credential: TesouroCredential): KeyHome {
	const files = credential.environment === 'custom' ? [] : tesouro.fileHosts[credential.environment];
	return { provider: 'Tesouro', origins: [new URL(apiBaseUrl(credential)).origin, ...files] };
}

/** Puts the token into a request that n8n makes with this credential. Throws a RemedyError when it leads elsewhere. */
export const authenticate = (
	credential: TesouroCredential & { accessToken?: string },
	request: IHttpRequestOptions,
): IHttpRequestOptions => ({
	...onlyHome(keyHomeOf(credential), request),
	headers: { ...request.headers, Authorization: `Bearer ${credential.accessToken ?? ''}` },
});
