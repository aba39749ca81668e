import { RemedyError } from '../run/remedyError';
import { isLoopback } from './loopback';

interface BaseUrlRules {
	/** As the credential is called: "Tesouro". */
	provider: string;
	/** What travels to the address: "client secret". */
	secret: string;
	/** The end of a path that people paste along, and that we add ourselves. */
	surplus?: RegExp;
}

/** A custom base URL of a credential, without a slash at the end. Throws a RemedyError that says what is wrong with it. */
export function readBaseUrl(given: string, { provider, secret, surplus }: BaseUrlRules): string {
	const text = given.trim();
	const refuse = (why: string, remedy: string) =>
		new RemedyError(`The base URL of the ${provider} credential ${why}`, remedy);
	if (text === '') throw refuse('cannot be used: it is empty', 'Fill it in, starting with https://.');
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url === undefined || !/^https?:$/.test(url.protocol)) {
		throw refuse(
			'cannot be used: it is not a web address',
			'Start with https://, for example https://api.example.com.',
		);
	}
	if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
		throw refuse(
			'cannot be used: it starts with http://',
			`Start with https://. Plain http works only for this computer itself (localhost), because the ${secret} would be sent unencrypted.`,
		);
	}
	const path = url.pathname.replace(/\/+$/, '');
	const ending = surplus?.exec(path)?.[0];
	if (ending !== undefined) {
		throw refuse(`ends with ${ending}`, `Remove ${ending}: this node adds the path itself.`);
	}
	return url.origin + path;
}
