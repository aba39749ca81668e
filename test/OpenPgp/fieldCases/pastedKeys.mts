import { enums, readKey, revokeKey, type PrivateKey } from 'openpgp';
import { encryptBytes } from '../messages.mts';
import { newKey, newLockedKey } from '../newKey.mts';
import type { FieldCases } from './fieldCase.mts';
import {
	armorOf,
	asStub,
	packetBytes,
	protectedOtherwise,
	resign,
	toPrimaryKey,
	withoutSignatures,
} from './oddKeys.mts';
import { withPhoto } from './photo.mts';
import { protections } from './protections.mts';
import { csv, type World } from './world.mts';

const DAY_SECONDS = 24 * 3_600;
const longAgo = new Date('2024-01-01T00:00:00Z');
const whenItWasGood = new Date('2024-02-01T00:00:00Z');

/** A file to the key, made when the key was good. */
const fileTo = async (key: PrivateKey, date?: Date) =>
	await encryptBytes(csv, { to: [key.toPublic()], ...(date && { date }) });

const pasteWithFile = async (world: World, key: PrivateKey, date?: Date) =>
	await world.paste(key.armor(), {}, await fileTo(key, date));

/** What is in the field instead of a private key. */
const somethingElse = (what: string, text: string) => ({
	what: `Private key: ${what}`,
	run: async (world: World) => await world.test({ privateKeys: text }),
});

const PEM = `-----BEGIN RSA PRIVATE KEY-----\n${'MIIEpAIBAAKCAQEA7bq7'.repeat(3)}\n-----END RSA PRIVATE KEY-----`;

const others: FieldCases = {
	K17: {
		what: 'A public key as the private key',
		run: async (world) => await world.paste(world.ours.toPublic().armor()),
	},
	K18: {
		what: "A private key as the provider's",
		run: async (world) => await world.test({ publicKeys: world.sender.armor() }),
	},
	K19: {
		what: 'Public and private block together (gpg exports of both)',
		run: async (world) => await world.paste(`${world.ours.toPublic().armor()}\n${world.ours.armor()}`),
	},
	K20a: somethingElse(
		'an SSH key',
		'-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n-----END OPENSSH PRIVATE KEY-----',
	),
	K20b: somethingElse('a PEM key', PEM),
	K20c: somethingElse('an X.509 certificate', PEM.replace(/RSA PRIVATE KEY/g, 'CERTIFICATE')),
	K20d: somethingElse(
		"a file of gpg's agent",
		'Created: 20261128T065200\nKey: (protected-private-key (rsa (n #00AA#)))',
	),
	K20e: somethingElse('a PuTTY key', 'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none'),
	K20f: somethingElse('an age key', 'AGE-SECRET-KEY-1QQPQZ'),
	K20g: somethingElse('the path of a file', '/home/me/keys/private.asc'),
	K20h: somethingElse('a key ID', '0x1A2B3C4D5E6F7081'),
	K20i: somethingElse('a fingerprint', '1A2B 3C4D 5E6F 7081 9201  1A2B 3C4D 5E6F 7081 9201'),
	K20j: somethingElse('an SSH public key', `ssh-ed25519 AAAAC3Nza${'C1lZDI1NTE5AAAA'.repeat(3)} me@host`),
	K20k: somethingElse('an email address', 'reports@example.com'),
	K20l: somethingElse('a PKCS#8 key', PEM.replace(/RSA PRIVATE/g, 'PRIVATE')),
	K20m: {
		what: 'Private key: an encrypted message',
		run: async (world) =>
			await world.test({ privateKeys: (await world.encrypt({ armored: true })).toString() }),
	},
	K21: {
		what: 'A revocation certificate (gpg labels it PUBLIC KEY BLOCK)',
		run: async (world) => {
			const { publicKey } = await revokeKey({ key: world.ours, format: 'object' });
			const [revocation] = publicKey.revocationSignatures;
			return await world.test({ privateKeys: armorOf('PUBLIC KEY BLOCK', packetBytes(revocation!)) });
		},
	},
};

const kinds: FieldCases = {
	K30: {
		what: 'The primary key stayed at home (gpg --export-secret-subkeys)',
		run: async (world) => await world.paste((await asStub(world.ours, false)).armor()),
	},
	K31: {
		what: 'Everything is on a smart card',
		run: async (world) => await world.paste((await asStub(world.ours, true)).armor()),
	},
	K31b: {
		what: 'Everything is on a smart card, and a passphrase is filled in',
		run: async (world) =>
			await world.paste((await asStub(world.ours, true)).armor(), { passphrase: 'a guess' }),
	},
	K32: {
		what: 'A key without a subkey for encryption',
		run: async (world) => await world.paste((await newKey('Customer', { subkeys: [] })).armor()),
	},
	K33: {
		what: 'A file to a primary key that is meant for signing only',
		run: async (world) => await pasteSignOnly(world),
	},
	K33b: {
		what: 'The same with Compatibility > Files to Sign-Only Keys',
		run: async (world) => await pasteSignOnly(world, ['signOnlyKeys']),
	},
	...Object.fromEntries(
		(['nistP256', 'nistP384', 'nistP521'] as const).map((curve) => [
			`K34 ${curve}`,
			{
				what: `A key on the curve ${curve}`,
				run: async (world: World) =>
					await pasteWithFile(world, await newKey('Customer', { type: 'ecc', curve })),
			},
		]),
	),
	...Object.fromEntries(
		['brainpoolP256r1', 'brainpoolP384r1', 'brainpoolP512r1', 'secp256k1'].map((curve) => [
			`K34 ${curve}`,
			{
				what: `A key on the curve ${curve}, by gpg`,
				run: async (world: World) => await pasteFromGpg(world, curve, [curve, 'sign'], [curve, 'encrypt']),
			},
		]),
	),
	'K34 curve448': {
		what: 'Ed448 and X448 of RFC 9580',
		run: async (world) => await pasteWithFile(world, await newKey('Customer', { type: 'curve448' })),
	},
	K35: {
		what: 'RSA with 1024 bits',
		run: async (world) => await pasteFromGpg(world, 'short', ['rsa1024', 'sign'], ['rsa1024', 'encrypt']),
	},
	K36: {
		what: 'DSA and ElGamal',
		run: async (world) => await pasteFromGpg(world, 'dsa', ['dsa1024', 'sign'], ['elg1024', 'encrypt']),
	},
	K37: {
		what: 'Self-signatures with SHA-1',
		run: async (world) => {
			const key = await resign(await newKey('Old', { type: 'rsa', rsaBits: 2048 }), {
				hashAlgorithm: enums.hash.sha1,
			});
			return await pasteWithFile(world, key);
		},
	},
	K37b: {
		what: 'Self-signatures with MD5',
		run: async (world) => {
			const key = await resign(await newKey('Old', { type: 'rsa', rsaBits: 2048 }), {
				hashAlgorithm: enums.hash.md5,
			});
			return await world.test({ privateKeys: key.armor() });
		},
	},
	K39: {
		what: 'A key that has expired, a file from before',
		run: async (world) => await pasteWithFile(world, await expired(), whenItWasGood),
	},
	K39b: {
		what: 'A key that has expired, beside a good one',
		run: async (world) => {
			const old = await expired();
			const file = await fileTo(old, whenItWasGood);
			return await world.paste(`${world.ours.armor()}\n${old.armor()}`, {}, file);
		},
	},
	K39c: {
		what: 'A key whose subkey has expired, a file from before',
		run: async (world) => {
			const key = await newKey('Customer', {
				date: longAgo,
				subkeys: [{ date: longAgo, keyExpirationTime: 60 * DAY_SECONDS } as never],
			});
			return await pasteWithFile(world, key, whenItWasGood);
		},
	},
	K39d: {
		what: 'A key that its owner has revoked',
		run: async (world) => {
			const key = await newKey('Customer');
			const file = await fileTo(key);
			const revoked = await key.revoke();
			return await world.paste((revoked as PrivateKey).armor(), {}, file);
		},
	},
	K44: {
		what: 'A key without self-signature',
		run: async (world) => await world.paste((await withoutSignatures(world.ours)).armor()),
	},
	K45: {
		what: 'A key without key flags (SFTPGo, Salesforce, BouncyCastle)',
		run: async (world) => await world.paste((await resign(world.ours, { keyFlags: null })).armor()),
	},
	K45b: {
		what: 'The same as the key of a recipient',
		run: async (world) => {
			const recipientKeys = (await resign(world.ours, { keyFlags: null })).toPublic().armor();
			const made = await world.use('file.encrypt', {
				input: 'text',
				text: 'x',
				recipients: 'pasted',
				recipientKeys,
			});
			return typeof made === 'string' ? made : 'Encrypts.';
		},
	},
	K46: {
		what: 'A key of version 6',
		run: async (world) => await pasteWithFile(world, await newKey('Customer', { config: { v6Keys: true } })),
	},
	K46b: {
		what: 'A key of version 3 (PGP 2.6)',
		run: async (world) =>
			await world.test({
				privateKeys: armorOf('PRIVATE KEY BLOCK', Buffer.from([0x95, 0, 12, 3, ...Buffer.alloc(11)])),
			}),
	},
	K46c: {
		what: 'A key of version 5 (gpg 2.3)',
		run: async (world) =>
			await world.test({
				privateKeys: armorOf('PRIVATE KEY BLOCK', Buffer.from([0x95, 0, 12, 5, ...Buffer.alloc(11)])),
			}),
	},
	K50: {
		what: '100 public keys',
		run: async (world) => {
			const one = await newKey('Customer 0');
			const keys = [one];
			while (keys.length < 100) keys.push(await newKey(`Customer ${keys.length}`));
			return await world.test({ publicKeys: keys.map((key) => key.toPublic().armor()).join('\n') });
		},
	},
	K51: {
		what: "A partner's key that only encrypts",
		run: async (world) => {
			const flags = { keyFlags: Uint8Array.of(enums.keyFlags.certifyKeys) };
			const key = await resign(world.ours, flags, {});
			return await world.test({ publicKeys: key.toPublic().armor() });
		},
	},
};

const passphrases: FieldCases = {
	K41a: {
		what: 'A passphrase with umlauts, and blanks around it',
		run: async (world) => await pasteLocked(world, ' Grüße aus Köln ', ' Grüße aus Köln '),
	},
	K41b: {
		what: 'The same, decomposed (macOS)',
		run: async (world) => await pasteLocked(world, 'Grüße aus Köln', 'Grüße aus Köln'.normalize('NFD')),
	},
	K41c: {
		what: 'A line break pasted behind the passphrase',
		run: async (world) => await pasteLocked(world, 'correct horse', 'correct horse\n'),
	},
	K41d: {
		what: 'A blank pasted behind the passphrase',
		run: async (world) => await pasteLocked(world, 'correct horse', 'correct horse '),
	},
	K41e: {
		what: 'A wrong passphrase',
		run: async (world) => await pasteLocked(world, 'correct horse', 'correct house'),
	},
	K41f: {
		what: 'No passphrase',
		run: async (world) => await pasteLocked(world, 'correct horse', ''),
	},
	K41g: {
		what: 'A passphrase in quotation marks',
		run: async (world) => await pasteLocked(world, 'correct horse', '"correct horse"'),
	},
	K42: {
		what: 'Two keys, two passphrases, one a line',
		run: async (world) => {
			const [one, other] = [
				await newLockedKey('One', 'first secret'),
				await newLockedKey('Other', 'second secret'),
			];
			const keys = { passphrase: 'first secret\nsecond secret' };
			return await world.paste(`${one.armor}\n${other.armor}`, keys, await fileTo(other.key));
		},
	},
	K42b: {
		what: 'Two keys, two passphrases, one of them filled in',
		run: async (world) => {
			const [one, other] = [
				await newLockedKey('One', 'first secret'),
				await newLockedKey('Other', 'second secret'),
			];
			const keys = { passphrase: 'first secret' };
			return await world.paste(`${one.armor}\n${other.armor}`, keys, await fileTo(other.key));
		},
	},
	K43: {
		what: 'Protected with IDEA',
		run: async (world) => await pasteProtected(world, 'IDEA'),
	},
	K43b: {
		what: 'Protected with the old checksum',
		run: async (world) => await pasteProtected(world, 'old checksum'),
	},
};

async function pasteLocked(world: World, passphrase: string, filledIn: string): Promise<string> {
	const { armor, key } = await newLockedKey('Customer', passphrase);
	return await world.paste(armor, { passphrase: filledIn }, await fileTo(key));
}

async function pasteProtected(world: World, how: 'IDEA' | 'old checksum'): Promise<string> {
	const { armor, key } = await newLockedKey('Customer', 'correct horse');
	return await world.paste(
		protectedOtherwise(armor, how),
		{ passphrase: 'correct horse' },
		await fileTo(key),
	);
}

async function pasteSignOnly(world: World, compatibility: string[] = []): Promise<string> {
	const key = await newKey('Customer', { type: 'rsa', rsaBits: 2048 });
	const file = await toPrimaryKey(await fileTo(key), key);
	const keys = { privateKeys: key.armor() };
	return `${await world.test(keys)} File: ${await world.open(file, { keys, options: { compatibility } })}`;
}

const expired = async () => await newKey('Customer', { date: longAgo, keyExpirationTime: 60 * DAY_SECONDS });

/** A key as gpg makes it, and a file that gpg encrypts to it. */
async function pasteFromGpg(
	world: World,
	name: string,
	primary: [algorithm: string, usage: string],
	subkey: [algorithm: string, usage: string],
): Promise<string> {
	const { gpg } = world;
	const open = ['--pinentry-mode', 'loopback', '--passphrase', ''];
	// A domain of their own: gpg finds keys by a part of their name, and files.mts makes keys with such names, too.
	const user = `${name}@pasted.example.test`;
	await gpg.run([...open, '--quick-gen-key', user, ...primary, 'never']);
	const { output: armoredKey } = await gpg.run(['--armor', '--export', user]);
	const fingerprint = (await readKey({ armoredKey: armoredKey.toString() })).getFingerprint().toUpperCase();
	await gpg.run([...open, '--quick-add-key', fingerprint, ...subkey, 'never']);
	const { output: secret } = await gpg.run([...open, '--armor', '--export-secret-keys', user]);
	const { output: file } = await gpg.run(['--recipient', user, '--encrypt', 'file'], { file: csv });
	return await world.paste(secret.toString(), {}, file);
}

export const pastedKeys: FieldCases = {
	...others,
	...kinds,
	K48: withPhoto,
	...passphrases,
	...protections,
};
