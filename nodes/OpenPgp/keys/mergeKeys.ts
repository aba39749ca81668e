import { enums, type Key, type PrivateKey, type PublicKey, type Subkey } from '../../shared/vendor/openpgp';
import { failureOf, Failure } from '../failure';
import { keyConfig } from '../openPgpConfig';

/**
 * The same key twice becomes one key with all that either copy says, as gpg does on import: an extended expiry, a new
 * subkey, a revocation. In the order in which the keys came first; a private half keeps its secrets.
 */
export async function mergeKeys(keys: Key[]): Promise<Key[]> {
	const merged = new Map<string, Key>();
	for (const key of keys) {
		const fingerprint = key.getFingerprint();
		const known = merged.get(fingerprint);
		merged.set(fingerprint, known === undefined ? key : await mergeTwo(known, key));
	}
	return [...merged.values()];
}

async function mergeTwo(one: Key, other: Key): Promise<Key> {
	const [base, addition] = !one.isPrivate() && other.isPrivate() ? [other, one] : [one, other];
	// A private key with secrets outweighs a copy whose secrets are elsewhere, and the library would not fill them in.
	const [kept, source] =
		base.isPrivate() && addition.isPrivate() && secretsIn(addition) > secretsIn(base)
			? [addition, base]
			: [base, addition];
	const updated = await kept.update(source as PublicKey & PrivateKey, undefined, keyConfig).catch(failureOf);
	// Two copies that contradict each other: the one that was there first is used as it is.
	if (updated instanceof Failure) return kept;
	if (updated.isPrivate()) dropPublicSubkeys(updated);
	return updated;
}

/** A newer public half may have subkeys whose secrets are not here: a private key cannot hold them. */
function dropPublicSubkeys(key: Key): void {
	const { subkeys } = key as { subkeys: Subkey[] };
	const tagOf = ({ keyPacket }: Subkey) => (keyPacket.constructor as unknown as { tag: number }).tag;
	const secret = subkeys.filter((subkey) => tagOf(subkey) === enums.packet.secretSubkey);
	subkeys.splice(0, subkeys.length, ...secret);
}

const secretsIn = (key: Key) => key.getKeys().filter(({ keyPacket }) => !isStub(keyPacket)).length;

/** Its secret is there, protected in a way that the library does not read (IDEA, Camellia). */
export const isUnreadable = (packet: object): boolean =>
	isStub(packet) && !((packet as { isDummy?(): boolean }).isDummy?.() ?? false);

/** No secret to work with: it stayed on another computer or a smart card (gpg --export-secret-subkeys), or is unreadable. */
export const isStub = (packet: object): boolean =>
	(packet as { isMissingSecretKeyMaterial?(): boolean }).isMissingSecretKeyMaterial?.() ?? false;
