import { HASH_START, hashStep } from './sharedStrings';

const SPACE = 0x20;
const AMPERSAND = 0x26;
const LESS = 0x3c;
const EQUALS = 0x3d;
const GREATER = 0x3e;
const UNDERSCORE = 0x5f;
const SMALL_X = 0x78;

/** The hash of a text that XML can hold as it is, byte for byte; undefined for one that needs care, or is not ASCII. */
export function asciiHash(bytes: Uint8Array, start: number, end: number): number | undefined {
	// A space at an end needs an attribute, and "=" may be the way of Excel to keep zeros.
	if (bytes[start] === SPACE || bytes[start] === EQUALS || bytes[end - 1] === SPACE) return undefined;
	let hash = HASH_START;
	for (let at = start; at < end; at++) {
		const byte = bytes[at]!;
		if (byte < SPACE || byte > 0x7e || byte === LESS || byte === GREATER || byte === AMPERSAND)
			return undefined;
		if (byte === UNDERSCORE && bytes[at + 1] === SMALL_X) return undefined;
		hash = hashStep(hash, byte);
	}
	return hash;
}
