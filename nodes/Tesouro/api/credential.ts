import { RemedyError } from '../../shared/run/remedyError';
import { tesouro } from '../facts';

/** The fields of the Tesouro credential. */
export interface TesouroCredential {
	environment: 'production' | 'sandbox' | 'custom';
	baseUrl?: string;
	clientId: string;
	clientSecret: string;
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

export const isLoopback = (host: string) => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(host);
