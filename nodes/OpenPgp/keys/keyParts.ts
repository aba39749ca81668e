import type { Key, PrivateKey, PublicKey } from '../../shared/vendor/openpgp';
import type { CredentialPart } from '../../shared/run/credentialParts';
import { succeeds } from '../failure';
import { describeKey } from './keyFacts';
import { readKeyRing, shortName, type OpenPgpKeyCredential } from './keys';

/** The keys of a credential, for its test: what each key is, what is wrong with which, and what each field is for. */
export async function keyParts(
	credential: OpenPgpKeyCredential,
	now = new Date(),
): Promise<[CredentialPart, CredentialPart]> {
	const { privateKeys, passphrase, publicKeys } = credential;
	// Apart, so that each problem stands with its field.
	const ours = await readKeyRing({ privateKeys, passphrase });
	const theirs = await readKeyRing({ publicKeys });
	return [
		await decryptionPart(ours.decryptionKeys, ours.problems, credential, now),
		await verificationPart(theirs.verificationKeys, theirs.problems, ours.decryptionKeys, now),
	];
}

async function decryptionPart(
	keys: PrivateKey[],
	problems: string[],
	{ privateKeys, passphrase }: OpenPgpKeyCredential,
	now: Date,
): Promise<CredentialPart> {
	const part = { name: 'Decryption', neededFor: 'decrypting what was encrypted to you' };
	if (!privateKeys?.trim() && passphrase) return { ...part, works: [onlyPassphrase], problems };
	const described = await describeAll(keys, now);
	const canEncryptTo = await Promise.all(keys.map(canBeEncryptedTo));
	if (keys.length > 0 && !canEncryptTo.includes(true)) {
		const useless = `Nobody can encrypt to your private key ${described.join(', ')}: it expired, was revoked, or has no encryption key. Make a new pair or add an encryption key (gpg --quick-add-key FINGERPRINT rsa4096 encrypt 2y), and send the new public key to the provider. Keep the old one here until its last file has arrived.`;
		return { ...part, works: [], problems: [useless, ...problems] };
	}
	return { ...part, works: described.map((text) => `Private key ${text}.`), problems };
}

const onlyPassphrase =
	'A passphrase, and no private key yet. Next, make a key pair: OpenPGP node, resource Key, operation Generate, with an OpenPGP Key credential that holds this passphrase. Send the public key to the provider, and paste the private key here.';

async function verificationPart(
	keys: PublicKey[],
	problems: string[],
	own: PrivateKey[],
	now: Date,
): Promise<CredentialPart> {
	const part = { name: 'Signatures', neededFor: 'verifying what the provider signed' };
	const described = await describeAll(keys, now);
	const canVerify = await Promise.all(keys.map(canSign));
	if (keys.length > 0 && !canVerify.includes(true)) {
		const useless = `The provider's public key ${described.join(', ')} cannot be used to sign any more. Ask the provider for its new key.`;
		return { ...part, works: [], problems: [useless, ...problems] };
	}
	const ownFingerprints = new Set(own.map((key) => key.getFingerprint()));
	const isOwn = keys.filter((key) => ownFingerprints.has(key.getFingerprint()));
	return {
		...part,
		works: described.map((text) => `Provider's public key ${text}.`),
		problems: [
			...problems,
			...isOwn.map(
				(key) =>
					`Key ${shortName(key)} under "Provider's Public Keys" is your own public key. It cannot verify what a provider signs: paste the provider's key here, and send this one to the provider.`,
			),
		],
	};
}

const describeAll = async (keys: Key[], now: Date) =>
	await Promise.all(keys.map(async (key) => await describeKey(key, now)));
const canBeEncryptedTo = async (key: Key) => await succeeds(key.getEncryptionKey());
const canSign = async (key: Key) => await succeeds(key.getSigningKey());
