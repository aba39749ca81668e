import type { SessionKey } from '../../shared/vendor/openpgp';
import { failureOf, Failure } from '../failure';
import { CfbDecryptor, nativeCiphers } from './cfbDecryptor';
import type { Preamble } from './openEncrypted';

const REPEATED_BYTES = 2;
const LONGEST_BLOCK = 16;

/**
 * Some packets fit every password and turn each into a session key. The data begins with a block whose last two bytes are
 * repeated (RFC 9580, section 5.13.1): the right key shows this, and so does one wrong key in 65,536. This is used only to
 * choose among several passwords; every wrong one leads to the same error.
 */
export async function chooseSessionKey(
	candidates: SessionKey[],
	preamble: Preamble,
): Promise<SessionKey | undefined> {
	if (candidates.length < 2 || preamble.data !== 'modification detection') return candidates[0];
	const start = await preamble.reader.bodyBytes(LONGEST_BLOCK + REPEATED_BYTES).catch(failureOf);
	// Too short to be a message: the engine says so.
	if (start instanceof Failure) return candidates[0];
	preamble.taken = start;
	return candidates.find((one) => repeats(start, one)) ?? candidates[0];
}

function repeats(start: Buffer, { algorithm, data }: SessionKey): boolean {
	const cipher = nativeCiphers[algorithm];
	if (cipher === undefined) return false;
	const end = cipher.blockBytes + REPEATED_BYTES;
	const cfb = new CfbDecryptor(cipher, data);
	const plain = Buffer.concat([...cfb.push(start.subarray(0, end)), cfb.end()]);
	const last = plain.subarray(cipher.blockBytes - REPEATED_BYTES, cipher.blockBytes);
	return last.equals(plain.subarray(cipher.blockBytes, end));
}
