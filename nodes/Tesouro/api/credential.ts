import { RemedyError } from '../../shared/run/remedyError';
import type { OpenPgpKeyCredential } from '../../OpenPgp/keys/keys';
import { readBaseUrl } from '../../shared/http/baseUrl';
import { tesouro } from '../facts';
import type { SigningCredential } from '../notifications/signingSecrets';

/** The fields of the Tesouro credential. Which of them are filled in depends on what it is used for. */
export interface TesouroCredential extends OpenPgpKeyCredential, SigningCredential {
	environment: 'production' | 'sandbox' | 'custom';
	baseUrl?: string;
	clientId?: string;
	clientSecret?: string;
	/** Hosts outside tesouro.com that report files may lie on, separated by commas. */
	additionalFileHosts?: string;
}

/** Where the API of this credential's environment lies, without a slash at the end. */
export function apiBaseUrl({ environment, baseUrl = '' }: TesouroCredential): string {
	if (environment !== 'custom') return tesouro.hosts[environment];
	return readBaseUrl(baseUrl, { provider: 'Tesouro', secret: 'client secret', surplus: /\/graphql\/*$/i });
}

/** Whether the credential can ask the API at all. */
export const hasClient = ({ clientId, clientSecret }: TesouroCredential): boolean =>
	Boolean(clientId?.trim() && clientSecret?.trim());

/** The client of the credential, without the spaces of pasting. Throws a RemedyError when there is none. */
export function clientOf(credential: TesouroCredential): { clientId: string; clientSecret: string } {
	if (!hasClient(credential)) {
		throw new RemedyError(
			'The Tesouro credential has no client ID and secret, which the API requires',
			'Fill in "Client ID" and "Client Secret" in the Tesouro credential.',
		);
	}
	return { clientId: credential.clientId!.trim(), clientSecret: credential.clientSecret!.trim() };
}
