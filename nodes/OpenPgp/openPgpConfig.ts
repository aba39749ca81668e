import { config, enums } from '../shared/vendor/openpgp';

/** Given with every call, never set globally: the process belongs to n8n. */
export const openPgpConfig = {
	// What streams is released by us, after its end only; without this the library holds all of it in memory.
	allowUnauthenticatedStream: true,
	// A key without flags restricts nothing, and does what its algorithm can (RFC 9580, section 5.2.3.29; gpg does so, too).
	allowMissingKeyFlags: true,
	// The library refuses secp256k1 only because few use it; gpg takes it.
	rejectCurves: new Set<never>(),
	rejectMessageHashAlgorithms: new Set([
		enums.hash.md5,
		enums.hash.ripemd,
		enums.hash.sha1,
		enums.hash.sha224,
	]),
};

/** The same for the methods of keys, which take a whole configuration. */
export const keyConfig = { ...config, ...openPgpConfig };

const CLOCK_SLACK_MS = 5 * 60 * 1000;

/** Signatures made shortly "in the future" pass: clocks differ, and a report arrives seconds after it was signed. */
export const latestSignatureTime = (now: Date) => new Date(now.getTime() + CLOCK_SLACK_MS);
