import { endingOf, plainFileName, safeFileName } from '../../shared/files/fileNames';

/**
 * The name of what was decrypted: that of the file without what encryption added. Where it then has no ending, the one
 * inside tells it; where there was nothing to take off, the name inside is all there is.
 */
export function plainName(inside: string, encryptedName: string): string {
	const own = insideName(inside);
	const stripped = plainFileName(encryptedName);
	if (stripped === encryptedName || stripped === '') return own ?? `${stripped}.decrypted`;
	const ending = endingOf(own ?? '');
	return endingOf(stripped) === '' && ending !== '' ? `${stripped}.${ending}` : stripped;
}

/** "for your eyes only" is not a name (RFC 9580, section 5.9). Of a path, on whatever system, the last part. */
export function insideName(name: string): string | undefined {
	if (name === '_CONSOLE') return undefined;
	const last = name.split(/[\\/]/).at(-1) ?? '';
	return safeFileName(last.replace(/[\u200B-\u200F\u202A-\u202E\u2066-\u2069]/g, ''));
}
