import { RemedyError } from '../../shared/run/remedyError';
import type { OpenPgpKeyCredential } from '../../OpenPgp/keys/keys';
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
	const url = URL.canParse(baseUrl.trim()) ? new URL(baseUrl.trim()) : undefined;
	const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
	if (url === undefined || !isSafe) {
		throw new RemedyError(
			'The base URL of the Tesouro credential cannot be used',
			'Fill in a URL that begins with https://. Plain http is for this computer itself (localhost) alone, because the client secret travels over it.',
		);
	}
	return (url.origin + url.pathname).replace(/\/+$/, '');
}

/** Whether the credential can ask the API at all. */
export const hasClient = ({ clientId, clientSecret }: TesouroCredential): boolean =>
	Boolean(clientId?.trim() && clientSecret?.trim());

/** The client of the credential, without the spaces of pasting. Throws a RemedyError when there is none. */
export function clientOf(credential: TesouroCredential): { clientId: string; clientSecret: string } {
	if (!hasClient(credential)) {
		throw new RemedyError(
			'The Tesouro credential has no client ID and secret, which the API asks for',
			'Fill in "Client ID" and "Client Secret" in the Tesouro credential.',
		);
	}
	return { clientId: credential.clientId!.trim(), clientSecret: credential.clientSecret!.trim() };
}

export const isLoopback = (host: string) => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(host);
