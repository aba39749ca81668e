import { decryptKey, type PrivateKey } from '../../shared/vendor/openpgp';
import { failureOf, Failure } from '../failure';
import { openPgpConfig } from '../openPgpConfig';
import { isStub, isUnreadable } from './mergeKeys';

/** Each try costs a tenth of a second: it is meant to be slow. */
const TRIES_AT_MOST = 40;

/**
 * What the passphrase field may mean: all of it, each of its lines, each without the blanks around it; composed (Windows,
 * Linux) and decomposed (macOS), since an "ü" can be written both ways. No two of them are equal.
 */
export function readPassphrases(text: string): string[] {
	const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
	const asWritten = [text, ...lines, ...lines.map((line) => line.trim())].filter((one) => one !== '');
	const spellings = asWritten.flatMap((one) => [one, one.normalize('NFC'), one.normalize('NFD')]);
	return [...new Set(spellings)].slice(0, TRIES_AT_MOST);
}

export type Unlocked =
	| { key: PrivateKey; passphrase?: string }
	/** In words that end a sentence about the key. */
	| { refused: string; remedy: string };

/** The private key with its secrets open; tried are the passphrases in turn. */
export async function unlock(privateKey: PrivateKey, passphrases: string[]): Promise<Unlocked> {
	const parts = privateKey.getKeys();
	const secrets = parts.filter(({ keyPacket }) => !isStub(keyPacket));
	if (secrets.length === 0) {
		return parts.some(({ keyPacket }) => isUnreadable(keyPacket)) ? oldProtection : allElsewhere;
	}
	if (secrets.every(({ keyPacket }) => isOpen(keyPacket))) return { key: privateKey };
	if (passphrases.length === 0) {
		return {
			refused: 'is protected by a passphrase',
			remedy: 'Fill in "Passphrase" in the OpenPGP Key credential.',
		};
	}
	let reason = '';
	for (const passphrase of passphrases) {
		const opened = await decryptKey({ privateKey, passphrase, config: openPgpConfig }).catch(failureOf);
		if (!(opened instanceof Failure)) return { key: opened, passphrase };
		reason = opened.cause instanceof Error ? opened.cause.message : '';
		if (outdated.test(reason)) break;
	}
	return outdated.test(reason) ? oldProtection : wrongPassphrase;
}

const isOpen = (packet: object) => (packet as { isDecrypted?(): boolean | null }).isDecrypted?.() === true;

/** What the library says of a protection that it does not undo: a checksum of two octets, IDEA, Camellia, a rare S2K. */
const outdated = /two-byte hash|unsupported|unknown|not supported|Invalid enum value|Unsupported/i;

const allElsewhere: Unlocked = {
	refused: 'has no secret part here: it is on a smart card, or was left out when the key was exported',
	remedy:
		'Export it with gpg --armor --export-secret-keys on the computer that has it. From a smart card it cannot be exported: make a new key for n8n.',
};
const oldProtection: Unlocked = {
	refused:
		'is protected in a way that is out of use (IDEA, Camellia or an old checksum) and cannot be opened here',
	remedy:
		'Protect it again, with gpg: gpg --import FILE, gpg --change-passphrase KEY, gpg --armor --export-secret-keys KEY. Then paste what comes out.',
};
const wrongPassphrase: Unlocked = {
	refused: 'does not open with the passphrase',
	remedy:
		'Check "Passphrase" in the OpenPGP Key credential for a missing character. Several keys may have several passphrases: write one on each line. If it has umlauts or accents, set another one with gpg --change-passphrase, and paste the key again.',
};
