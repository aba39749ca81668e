/** What the partner is asked for; `toolWords.ts` says how, in the words of their tool. */
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

/** Something that a check with a partner has shown. */
export interface Finding {
	/** `problem`: it fails on the day. `note`: it works, and is worth knowing. */
	level: 'problem' | 'note';
	/** A sentence. */
	what: string;
	/** When it stops working, in RFC 3339. */
	until?: string;
	ask?: Ask;
}
