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
