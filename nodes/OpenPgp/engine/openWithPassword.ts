import { decryptSessionKeys, readMessage, type SessionKey } from '../../shared/vendor/openpgp';
import { alone } from '../../shared/run/loopTurn';
import { failureOf, Failure } from '../failure';
import { openPgpConfig } from '../openPgpConfig';
import { chooseSessionKey } from './chooseSessionKey';
import { oldCipherByPassword } from './decryptTexts';
import type { Doors } from './doors';
import type { Preamble } from './openEncrypted';
import { isOldCipher } from './openSessionKeyPacket';
import { packetType } from './packetReader';
import { frame } from './packetWriter';

/** 64 MB: the sender decides how much memory Argon2 takes. */
const ARGON2_MEMORY_EXPONENT = 16;
/** Each try costs a tenth of a second: it is slow by design. */
const TRIES_AT_MOST = 16;

const config = { ...openPgpConfig, maxArgon2MemoryExponent: ARGON2_MEMORY_EXPONENT };

/**
 * The session keys that the passwords give with the packets (RFC 9580, section 5.3). Some packets fit every password, and
 * only the data shows which was right: so there may be several.
 */
async function sessionKeysOf(bodies: Buffer[], passwords: string[]): Promise<SessionKey[]> {
	const found: SessionKey[] = [];
	let tries = 0;
	for (const password of passwords) {
		for (const body of bodies) {
			if (++tries > TRIES_AT_MOST) return found;
			const binaryMessage = new Uint8Array(frame(packetType.passwordSessionKey, body));
			const message = await readMessage({ binaryMessage, config }).catch(failureOf);
			if (message instanceof Failure) continue;
			const keys = await alone(
				async () => await decryptSessionKeys({ message, passwords: [password], config }).catch(failureOf),
			);
			if (!(keys instanceof Failure)) found.push(...(keys as SessionKey[]));
		}
	}
	return found;
}

/** The session key that one of the passwords opens. Throws when it is for a cipher that is not accepted. */
export async function openWithPasswords(
	preamble: Preamble,
	passwords: string[],
	doors: Doors,
): Promise<SessionKey | undefined> {
	const candidates = await sessionKeysOf(preamble.passwordKeys, passwords);
	const accepted = candidates.filter(({ algorithm }) => doors.oldCiphers || !isOldCipher(algorithm));
	if (accepted.length === 0 && candidates.length > 0) throw oldCipherByPassword();
	return await chooseSessionKey(accepted, preamble);
}
