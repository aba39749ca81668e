import { enums } from '../shared/vendor/openpgp';

/** Given with every call, never set globally: the process belongs to n8n. */
export const openPgpConfig = {
	// What streams is released by us, after its end only; without this the library holds all of it in memory.
	allowUnauthenticatedStream: true,
	rejectMessageHashAlgorithms: new Set([
		enums.hash.md5,
		enums.hash.ripemd,
		enums.hash.sha1,
		enums.hash.sha224,
	]),
};

const CLOCK_SLACK_MS = 5 * 60 * 1000;

/** Signatures made shortly "in the future" pass: clocks differ, and a report arrives seconds after it was signed. */
export const latestSignatureTime = (now: Date) => new Date(now.getTime() + CLOCK_SLACK_MS);
