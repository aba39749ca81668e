import type { Key, Subkey } from '../../shared/vendor/openpgp';
import { failureOf, Failure } from '../failure';
import { keyConfig } from '../openPgpConfig';
import { isStub } from './mergeKeys';
import type { Purpose } from './keyAlgorithms';
import { whyUnable } from './whyUnable';

/** Whether a key serves a purpose today, and if not, why: the end of a sentence that begins with the key. */
export interface Ability {
	can: boolean;
	why?: string;
	/** The (sub)key that does the work. */
	part?: Key | Subkey;
}

/** What the key can do: others encrypt to it, its owner signs with it, it opens files. Each is judged separately. */
export async function abilityOf(key: Key, purpose: Purpose, now: Date): Promise<Ability> {
	const part = await find(key, purpose, now).catch(failureOf);
	if (!(part instanceof Failure) && (purpose === 'encrypt' || !key.isPrivate() || !isStub(part.keyPacket))) {
		return { can: true, part };
	}
	return { can: false, why: await whyUnable(key, purpose, now) };
}

async function find(key: Key, purpose: Purpose, now: Date): Promise<Key | Subkey> {
	if (purpose === 'encrypt') return await key.getEncryptionKey(undefined, now, undefined, keyConfig);
	if (purpose === 'sign') return await key.getSigningKey(undefined, now, undefined, keyConfig);
	// A file may have been made before the key expired: no date.
	const openers = await (key as Key & Opener).getDecryptionKeys(undefined, null, undefined, keyConfig);
	const [first] = openers.filter(({ keyPacket }) => !isStub(keyPacket));
	if (first === undefined) throw new Error('no part');
	return first;
}

/** Of private keys; missing in the library's types for Key. */
interface Opener {
	getDecryptionKeys(
		keyId: undefined,
		date: null,
		userId: undefined,
		config: object,
	): Promise<Array<Key | Subkey>>;
}
