import { createHash, timingSafeEqual } from 'crypto';

/** The fields of the credential with the token that deliveries carry. */
export interface TriggerTokenCredential {
	token?: string;
	previousToken?: string;
	headerName?: string;
}

export interface TriggerTokens {
	/** All of them are valid at the same time, so a token can be changed without losing a delivery. */
	tokens: string[];
	headerName: string;
	/** What is wrong with those that are filled in and do not count. */
	unusable: string[];
	/** That, and whatever else is wrong. */
	problems: string[];
}

/** Shorter ones can be guessed: 16 characters of hexadecimal digits are 64 bits. */
const TOKEN_LENGTH_AT_LEAST = 16;
export const DEFAULT_HEADER = 'X-Webhook-Token';

/** The tokens of the credential, without the spaces and line ends that come along when one is pasted. */
export function readTriggerTokens(credential: TriggerTokenCredential): TriggerTokens {
	const given = [
		{ name: 'Webhook Token', token: (credential.token ?? '').trim() },
		{ name: 'Previous Webhook Token', token: (credential.previousToken ?? '').trim() },
	];
	const tokens: string[] = [];
	const unusable: string[] = [];
	for (const { name, token } of given.filter((entry) => entry.token !== '')) {
		if (token.length < TOKEN_LENGTH_AT_LEAST) {
			unusable.push(
				`${name} has fewer than ${TOKEN_LENGTH_AT_LEAST} characters and could be guessed. Let a password manager generate a longer one.`,
			);
		} else if (!/^[A-Za-z0-9._~-]+$/.test(token)) {
			unusable.push(
				`${name} has characters that mean something else in a URL or a header. Use letters, digits, and - . _ ~ only.`,
			);
		} else tokens.push(token);
	}
	const headerName = (credential.headerName ?? '').trim() || DEFAULT_HEADER;
	const problems = isHeaderName(headerName)
		? unusable
		: [...unusable, '"Token Header" is not a header name. Use letters, digits and - only.'];
	return { tokens, headerName, unusable, problems };
}

export const isHeaderName = (text: string): boolean => /^[A-Za-z0-9-]+$/.test(text);

/** Whether the text is one of the tokens. Takes the same time for every text: neither length nor content shows. */
export function isToken(text: string | undefined, { tokens }: Pick<TriggerTokens, 'tokens'>): boolean {
	const given = digest(text ?? '');
	return text !== undefined && tokens.map((token) => timingSafeEqual(digest(token), given)).includes(true);
}

/** What a header holds as the token: with or without the word that usually stands before it in `Authorization`. */
export const bareToken = (value: string | undefined): string | undefined => value?.replace(/^Bearer +/i, '');

const digest = (text: string) => createHash('sha256').update(text, 'utf8').digest();
