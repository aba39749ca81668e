/** What the sender of a file can be asked for; `partner/toolWords.ts` says how, in the words of their tool. */
export const asks = [
	'ourKey',
	'sign',
	'sha256',
	'aes',
	'integrity',
	'oneFile',
	'strongKey',
	'currentKey',
	'publicKey',
] as const;
export type Ask = (typeof asks)[number];
