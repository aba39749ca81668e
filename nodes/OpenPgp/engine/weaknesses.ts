import { sha1Warning, signOnlyWarning, isWeak, unprotectedWarning, weakCipherWarning } from './decryptTexts';
import type { Doors } from './doors';
import { isOldCipher } from './openSessionKeyPacket';

/** What a message was opened in spite of. */
export interface Weaknesses {
	/** One sentence each. */
	warnings: string[];
	/** Without these it would have been refused. */
	usedDoors: Array<keyof Doors>;
	/** A valid signature uses SHA-1: this is known only at the end. */
	foundSha1(): void;
}

export function weaknessesOf({
	isSignOnlyKey,
	cipher,
	isUnprotected,
}: {
	isSignOnlyKey: boolean | undefined;
	cipher: string | undefined;
	isUnprotected: boolean;
}): Weaknesses {
	const warnings: string[] = [];
	const usedDoors: Array<keyof Doors> = [];
	if (isSignOnlyKey) {
		warnings.push(signOnlyWarning);
		usedDoors.push('signOnlyKeys');
	}
	if (isWeak(cipher)) warnings.push(weakCipherWarning(cipher));
	if (isOldCipher(cipher)) usedDoors.push('oldCiphers');
	if (isUnprotected) {
		warnings.push(unprotectedWarning);
		usedDoors.push('unprotected');
	}
	const foundSha1 = () => {
		warnings.push(sha1Warning);
		usedDoors.push('sha1Signatures');
	};
	return { warnings, usedDoors, foundSha1 };
}
