import type { Key } from '../../shared/vendor/openpgp';
import { idsOf } from '../engine/recipients';
import { keyPacketsFor } from '../engine/openSessionKeys';
import { abilityOf } from '../keys/abilities';
import type { KeyRing } from '../keys/keys';
import { shortName } from '../keys/shortName';
import { OpenPgpError } from '../openPgpError';

/**
 * Why none of our keys opens a file, judged by the keys and the named recipients only, not by any private-key work. `ids`
 * are key IDs, empty for hidden recipients.
 */
export async function whyNotOpened(
	ids: string[],
	ring: KeyRing,
	areSignOnlyKeysTried: boolean,
): Promise<OpenPgpError> {
	const locked = ring.locked.find(({ key }) => hasOne(key, ids));
	if (locked !== undefined) {
		return new OpenPgpError(
			`The file is encrypted to your private key ${shortName(locked.key)}, which ${locked.refused}`,
			locked.remedy,
		);
	}
	const fitting = ring.decryptionKeys.find((key) => hasOne(key, ids));
	if (fitting === undefined) return ring.decryptionKeys.length === 0 ? noKey(ring) : notToUs(ids, ring);
	const id = ids.find((one) => idsOf(fitting).includes(one))!;
	const part = fitting.getKeys().find((one) => one.getKeyID().toHex().toUpperCase() === id)!;
	const isUsable = (await keyPacketsFor(fitting, part.getKeyID())).length > 0;
	if (isUsable) return doesNotOpen(id);
	const isSignOnly = (await keyPacketsFor(fitting, part.getKeyID(), true)).length > 0;
	if (isSignOnly && !areSignOnlyKeysTried) {
		return new OpenPgpError(
			`The file is encrypted to your key ${id}, which is meant for signing only. The sender's software should have taken your key for encryption`,
			`Switch on Options > Compatibility > Files to Sign-Only Keys to open it. ${await askForSubkey(fitting)}`,
			'ourKey',
		);
	}
	if (isSignOnly) return doesNotOpen(id);
	const { can, why } = await abilityOf(fitting, 'open', new Date());
	return new OpenPgpError(
		`The file is encrypted to your key ${id}, which cannot open files${can ? '' : `: ${why}`}`,
		can
			? await askForSubkey(fitting)
			: 'Make a new key pair (OpenPGP > Key > Generate), and send the sender the new public key.',
	);
}

async function askForSubkey(key: Key): Promise<string> {
	const { part } = await abilityOf(key.toPublic(), 'encrypt', new Date());
	return part === undefined
		? 'Make a new key pair with a key for encryption (OpenPGP > Key > Generate), and send the sender the new public key.'
		: `Or ask the sender to encrypt to ${part.getKeyID().toHex().toUpperCase()}, your key for encryption.`;
}

const hasOne = (key: Key, ids: string[]) => idsOf(key).some((id) => ids.includes(id));

/** All results of the private-key work share one text. */
const doesNotOpen = (id: string) =>
	new OpenPgpError(
		`The file is encrypted to your key ${id}, but that key does not open it`,
		'Fetch the file again: its beginning may be damaged. If that does not help, it may use an old cipher: ask the sender to encrypt with AES. If they cannot, switch on Options > Compatibility > Old Ciphers for Blowfish, Twofish and Camellia. IDEA cannot be opened.',
		'aes',
	);

const noKey = (ring: KeyRing) =>
	new OpenPgpError(
		'There is no private key to decrypt the file with',
		ring.problems.join(' ') || 'Add the private key to the OpenPGP Key credential.',
		'ourKey',
	);

const notToUs = (ids: string[], ring: KeyRing) =>
	new OpenPgpError(
		`None of your private keys opens the file. It is encrypted to ${nameRecipients(ids)}; your keys are ${ring.decryptionKeys.slice(0, NAMED).map(nameOurs).join(', ')}`,
		[
			ids.every((id) => id === '')
				? 'The sender hid whom the file is for. Ask which of your keys they used, and add its private key to the OpenPGP Key credential. Or send the sender your public key once more.'
				: 'Add the private key that belongs to one of these key IDs to the OpenPGP Key credential; keep old keys there as long as files encrypted to them arrive. Or send the sender your public key once more.',
			...ring.problems,
		].join(' '),
		'ourKey',
	);

const NAMED = 10;

/** With its parts: a file names the part it is encrypted to, usually a subkey. */
function nameOurs(key: Key): string {
	const subkeys = idsOf(key).slice(1);
	return subkeys.length === 0 ? shortName(key) : `${shortName(key)} (with ${subkeys.join(', ')})`;
}

/** For an error text: anybody can put in very many. */
function nameRecipients(ids: string[]): string {
	const names = ids.filter((id) => id !== '');
	const hidden = ids.length - names.length;
	const others = names.length - NAMED;
	return [
		...names.slice(0, NAMED),
		...(others > 0 ? [`${others} more`] : []),
		...(hidden > 0 ? [hidden === 1 ? 'a hidden recipient' : `${hidden} hidden recipients`] : []),
	].join(', ');
}
