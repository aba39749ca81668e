import type { Key } from '../../shared/vendor/openpgp';
import type { CredentialPart } from '../../shared/run/credentialParts';
import { abilityOf } from './abilities';
import { describeKey } from './keyFacts';
import { readKeyRing, type KeyRing, type OpenPgpKeyCredential } from './keys';
import { shortName } from './shortName';
import { ownKeyNotes, ownKeysOf } from './ownKeys';

/** Of a shared key ring with hundreds of keys, as many are told as anyone reads. */
const KEYS_DESCRIBED = 8;
const PROBLEMS_TOLD = 8;

/** The node that makes a key pair with the passphrase of the credential that is tested. */
type KeyMaker = 'OpenPGP' | 'Tesouro';

/** The keys of a credential, for its test: what each key is and does today, what is wrong with which, and what to do. */
export async function keyParts(
	credential: OpenPgpKeyCredential,
	node: KeyMaker,
	now = new Date(),
): Promise<[CredentialPart, CredentialPart]> {
	const { privateKeys, passphrase, publicKeys, messagePasswords } = credential;
	// Separately, so each problem names its field; together, so a key in the wrong field is seen.
	const ours = await readKeyRing({ privateKeys, passphrase });
	const theirs = await readKeyRing({ publicKeys });
	return [
		await decryptionPart(ours, { privateKeys, passphrase, messagePasswords }, node, now),
		await verificationPart(theirs, ours, now),
	];
}

async function decryptionPart(
	ring: KeyRing,
	{ privateKeys, passphrase, messagePasswords }: OpenPgpKeyCredential,
	node: KeyMaker,
	now: Date,
): Promise<CredentialPart> {
	const part = { name: 'Decryption', neededFor: 'decrypting what was encrypted to you' };
	if (!privateKeys?.trim() && (passphrase || messagePasswords)) {
		const works = passphrase ? onlyPassphrase(node) : 'Message passwords, and no private key.';
		return { ...part, works: [works], problems: ring.problems };
	}
	const { usable, problems } = await judgeOurs(ring, node, now);
	const works = await describeAll('Private key', usable, now);
	return { ...part, works, problems: shorten([...ring.problems, ...problems, ...ring.notes]) };
}

const onlyPassphrase = (node: KeyMaker) =>
	`A passphrase, and no private key yet. Next, make a key pair: ${node} node, resource Key, operation Generate, with this credential. Send the public key to the provider, and paste the private key here.`;

/** What our keys are for: they open files, others encrypt to them, they sign. Each is judged separately. */
async function judgeOurs({ decryptionKeys }: KeyRing, node: KeyMaker, now: Date) {
	const problems: string[] = [];
	const usable: Key[] = [];
	const unreachable: string[] = [];
	let isReachable = false;
	for (const key of decryptionKeys) {
		const opens = await abilityOf(key, 'open', now);
		const encrypts = await abilityOf(key.toPublic(), 'encrypt', now);
		const signs = await abilityOf(key, 'sign', now);
		if (opens.can || signs.can) usable.push(key);
		isReachable ||= encrypts.can;
		if (!opens.can) {
			problems.push(
				`Private key ${shortName(key)} opens no files: ${opens.why}.${signs.can ? ' It signs.' : ''}`,
			);
		} else if (!encrypts.can) {
			unreachable.push(
				`Private key ${shortName(key)} opens files. Others can encrypt to it: no, ${encrypts.why}.`,
			);
		}
	}
	// An old key beside a good one stays as long as files that were encrypted to it arrive: nothing to be told.
	const isToldOf = !isReachable && unreachable.length > 0;
	return { usable, problems: isToldOf ? [...problems, ...unreachable, newPair(node)] : problems };
}

const newPair = (node: KeyMaker) =>
	`To receive new files, make a new pair (${node} > Key > Generate, or gpg), paste it below the old one, and send the new public key to the provider. Keep the old key here until its last file has arrived.`;

async function verificationPart(ring: KeyRing, own: KeyRing, now: Date): Promise<CredentialPart> {
	const part = { name: 'Signatures', neededFor: 'verifying what the provider signed' };
	const { usable, problems } = await judgeTheirs(ring, now);
	const told = shorten([
		...ring.problems,
		...problems,
		...ownKeyNotes(ring.verificationKeys, ownKeysOf(own)),
		...ring.notes,
	]);
	// Somebody's secret lies where it must not: that is never a note.
	const works = ring.hasMisplacedSecret ? [] : await describeAll("Provider's public key", usable, now);
	return { ...part, works, problems: told };
}

/** What the others' keys are for: they check signatures, and are encrypted to. One of the two is enough. */
async function judgeTheirs({ verificationKeys }: KeyRing, now: Date) {
	const problems: string[] = [];
	const usable: Key[] = [];
	for (const key of verificationKeys) {
		const [signs, encrypts] = [await abilityOf(key, 'sign', now), await abilityOf(key, 'encrypt', now)];
		const name = `The provider's public key ${shortName(key)}`;
		if (signs.can || encrypts.can) usable.push(key);
		if (!signs.can && !encrypts.can) {
			problems.push(
				`${name} can no longer be used: ${signs.why}. Ask the provider for its current key, and paste it below.`,
			);
		} else if (!signs.can) {
			problems.push(`${name} can be encrypted to. It cannot verify new signatures: ${signs.why}.`);
		} else if (!encrypts.can) {
			problems.push(`${name} verifies signatures. It cannot be encrypted to: ${encrypts.why}.`);
		}
	}
	return { usable, problems };
}

async function describeAll(what: string, keys: Key[], now: Date): Promise<string[]> {
	const described = await Promise.all(
		keys.slice(0, KEYS_DESCRIBED).map(async (key) => `${what} ${await describeKey(key, now)}.`),
	);
	const others = keys.length - described.length;
	return others > 0 ? [...described, `And ${others} more.`] : described;
}

function shorten(texts: string[]): string[] {
	const others = texts.length - PROBLEMS_TOLD;
	return others > 0 ? [...texts.slice(0, PROBLEMS_TOLD), `And ${others} more of the kind.`] : texts;
}
