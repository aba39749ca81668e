import type { KeyID, PrivateKey, SessionKey } from '../../shared/vendor/openpgp';
import { failureOf, Failure } from '../failure';
import type { KeyRing } from '../keys/keys';
import { isStub } from '../keys/mergeKeys';
import { keyConfig } from '../openPgpConfig';
import { closedDoors, type Doors } from './doors';
import type { Work } from './work';
import { type Recipient, isHidden, type SessionKeyPacket, readRecipients } from './recipients';
import { tryKey, type KeyPacket } from './openSessionKeyPacket';

export interface FoundSessionKey {
	sessionKey: SessionKey;
	/** Opened by a key that is meant for signing only; for the warnings. */
	isSignOnlyKey?: boolean;
}

/**
 * The session key that one of our private keys opens, if any: packets that name our keys first, then hidden recipients. Each
 * try costs private-key work, and anybody can put very many packets into a file that claim to be for us or hide their
 * recipient. So the budget limits the tries, and others get their turn between two of them.
 */
export async function findSessionKey(
	recipients: Recipient[],
	ring: KeyRing,
	work: Work,
	doors: Doors = closedDoors,
): Promise<FoundSessionKey | undefined> {
	const named = recipients.filter(({ keyId }) => !isHidden(keyId));
	const hidden = recipients.filter(({ keyId }) => isHidden(keyId));
	const usual = { recipients: [...named, ...hidden], isSignOnlyKey: false };
	const rounds = doors.signOnlyKeys ? [usual, { recipients: named, isSignOnlyKey: true }] : [usual];
	for (const round of rounds) {
		for await (const { packet, keyPacket } of pairsOf(round, ring)) {
			const sessionKey = await tryKey(packet, keyPacket, work, doors);
			if (sessionKey === 'no more tries') return undefined;
			if (sessionKey !== undefined) return { sessionKey, isSignOnlyKey: round.isSignOnlyKey };
		}
	}
	return undefined;
}

/** Each packet with each of our keys that it may be for. */
async function* pairsOf(
	{ recipients, isSignOnlyKey }: { recipients: Recipient[]; isSignOnlyKey: boolean },
	ring: KeyRing,
): AsyncGenerator<{ packet: SessionKeyPacket; keyPacket: KeyPacket }> {
	for (const { keyId, packet } of recipients) {
		for (const key of ring.decryptionKeys) {
			for (const keyPacket of await keyPacketsFor(key, keyId, isSignOnlyKey)) yield { packet, keyPacket };
		}
	}
}

/** Includes keys that have expired since, so that old files can be read. */
export async function keyPacketsFor(
	key: PrivateKey,
	keyId: KeyID,
	mayBeSignOnly = false,
): Promise<KeyPacket[]> {
	if (!isHidden(keyId) && key.getKeys(keyId).length === 0) return [];
	const keys = await (key as PrivateKey & WithDecryptionKeys)
		.getDecryptionKeys(keyId, null, undefined, {
			...keyConfig,
			allowInsecureDecryptionWithSigningKeys: mayBeSignOnly,
		})
		.catch(failureOf);
	return keys instanceof Failure ? [] : keys.map(({ keyPacket }) => keyPacket).filter((one) => !isStub(one));
}

/** What the library knows of a key beyond its public types. */
interface WithDecryptionKeys {
	getDecryptionKeys(
		id: KeyID,
		date: null,
		user: undefined,
		config: object,
	): Promise<Array<{ keyPacket: KeyPacket }>>;
}

/** The same from the session key packets of a file. */
export const openSessionKeys = async (
	bodies: Buffer[],
	ring: KeyRing,
	work: Work,
): Promise<SessionKey | undefined> =>
	ring.decryptionKeys.length === 0
		? undefined
		: (await findSessionKey(await readRecipients(bodies, ring), ring, work))?.sessionKey;
