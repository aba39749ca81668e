import { decryptSessionKeys, readMessage, type Message, type SessionKey } from '../shared/vendor/openpgp';
import { failureOf, Failure } from './failure';
import type { KeyRing } from './keys';
import { openPgpConfig } from './openPgpConfig';

/** The session key that one of our private keys opens, if any does; hidden recipients are tried, too. */
export async function findSessionKey(
	message: Message<Uint8Array>,
	ring: KeyRing,
): Promise<SessionKey | undefined> {
	const found = await decryptSessionKeys({
		message,
		decryptionKeys: ring.decryptionKeys,
		config: openPgpConfig,
	}).catch(failureOf);
	// For version 6 packets the library knows the cipher from the file itself, and has none here.
	return found instanceof Failure ? undefined : (found[0] as SessionKey | undefined);
}

/** The same from the session key packets as they stand in a file. */
export async function openSessionKeys(packets: Buffer[], ring: KeyRing): Promise<SessionKey | undefined> {
	if (packets.length === 0 || ring.decryptionKeys.length === 0) return undefined;
	const message = await readMessage({
		binaryMessage: new Uint8Array(Buffer.concat(packets)),
		config: openPgpConfig,
	}).catch(failureOf);
	return message instanceof Failure ? undefined : await findSessionKey(message as Message<Uint8Array>, ring);
}
