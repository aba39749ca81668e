import { enums, reformatKey, type PrivateKey } from 'openpgp';
import { signBytes } from '../../../tools/sandbox/Tesouro/signBytes.mts';
import { factsOf } from '../operations/openPgpNode.mts';
import { newKey } from '../newKey.mts';
import type { FieldCase, FieldCases } from './fieldCase.mts';
import { asStub, packetBytes } from './oddKeys.mts';
import { otherPrograms } from './otherPrograms.mts';
import { csv, mask, oldKey, type World } from './world.mts';

const DAY_SECONDS = 24 * 3_600;
const longAgo = new Date('2024-01-01T00:00:00Z');

const encryptTo = (what: string, make: (world: World) => Promise<string>): FieldCase => ({
	what: `Encrypt to ${what}`,
	async run(world) {
		const parameters = { input: 'text', text: 'x', recipients: 'pasted', recipientKeys: await make(world) };
		const made = await world.use('file.encrypt', parameters);
		return typeof made === 'string' ? made : 'Encrypts.';
	},
});

const publicArmor = (key: PrivateKey) => key.toPublic().armor();

/** Who extends the expiry of their key has the same key with another self-signature. */
async function extended(key: PrivateKey): Promise<PrivateKey> {
	const { privateKey } = await reformatKey({
		privateKey: key,
		userIDs: [{ name: 'Provider' }],
		date: new Date('2024-12-01T00:00:00Z'),
		keyExpirationTime: 9_000 * DAY_SECONDS,
		format: 'object',
	});
	return privateKey;
}

const rotated = (what: string, inOrder: (before: string, after: string) => string): FieldCase => ({
	what: `The provider extends its key's expiry: ${what}`,
	async run(world) {
		const before = await newKey('Provider', { date: longAgo, keyExpirationTime: 400 * DAY_SECONDS });
		const after = await extended(before);
		const publicKeys = inOrder(publicArmor(before), publicArmor(after));
		const keys = { ...world.keys, publicKeys };
		const file = await world.encrypt({ signedBy: [after] });
		const made = await world.use('file.encrypt', { input: 'text', text: 'x' }, { keys });
		return `${await world.test({ publicKeys })} File: ${await world.open(file, { keys })} ${typeof made === 'string' ? made : 'Encrypts.'}`;
	},
});

const signWith = (what: string, make: () => Promise<PrivateKey>): FieldCase => ({
	what: `Sign with ${what}`,
	async run(world) {
		const keys = { privateKeys: (await make()).armor() };
		const made = await world.use('file.sign', { input: 'text', text: 'x', form: 'inline' }, { keys });
		return typeof made === 'string' ? made : 'Signs.';
	},
});

const verifyBeside = (what: string, make: (world: World) => Promise<Uint8Array | string>): FieldCase => ({
	what: `Verify: ${what}`,
	async run(world) {
		const item = await world.node.itemWith({
			data: [csv, 'report.csv'],
			signature: [Buffer.from((await make(world)) as string), 'report.csv.sig'],
		});
		const parameters = { signatureForm: 'detached' };
		const made = await world.use('file.verify', parameters, { item, keys: world.keys });
		return typeof made === 'string' ? made : mask(`Verdict: ${String(factsOf(made).verdict)}.`);
	},
});

const verifyInside = (what: string, make: (world: World) => Promise<Buffer>): FieldCase => ({
	what: `Verify: ${what}`,
	async run(world) {
		const item = await world.node.itemWith({ data: [await make(world), 'report.csv.gpg'] });
		const made = await world.use('file.verify', {}, { item, keys: world.keys });
		return typeof made === 'string' ? made : mask(`Verdict: ${String(factsOf(made).verdict)}.`);
	},
});

const signatureOf = async ({ sender }: World, hash: enums.hash.sha1 | enums.hash.sha512, content = csv) =>
	packetBytes(await signBytes(content, { key: sender, hash }));

export const uses: FieldCases = {
	...otherPrograms,
	U02a: encryptTo('an expired key', async () =>
		publicArmor(await newKey('Recipient', { date: longAgo, keyExpirationTime: 60 * DAY_SECONDS })),
	),
	U02b: encryptTo('a key whose subkey has expired', async () =>
		publicArmor(
			await newKey('Recipient', {
				date: longAgo,
				subkeys: [{ keyExpirationTime: 60 * DAY_SECONDS, date: longAgo } as never],
			}),
		),
	),
	U02c: encryptTo('a key without a subkey', async () =>
		publicArmor(await newKey('Recipient', { subkeys: [] })),
	),
	U02d: encryptTo('a revoked key', async () =>
		publicArmor((await (await newKey('Recipient')).revoke()) as PrivateKey),
	),
	U02e: encryptTo('RSA 1024', async () =>
		publicArmor(await oldKey('Recipient', { type: 'rsa', rsaBits: 1024 }, { minRSABits: 1024 })),
	),
	U04: encryptTo('a private key', async ({ stranger }) => stranger.armor()),
	U04b: {
		what: 'A private key under "Public Keys" of Verify',
		run: async (world) => {
			const parameters = {
				input: 'text',
				text: 'x',
				keySource: 'pasted',
				publicKeys: world.stranger.armor(),
			};
			const made = await world.use('file.verify', parameters);
			return typeof made === 'string' ? made : 'TAKEN';
		},
	},
	U05a: verifyBeside('a detached signature', async (world) => await signatureOf(world, enums.hash.sha512)),
	U05b: verifyBeside(
		'a signature of another content',
		async (world) => await signatureOf(world, enums.hash.sha512, Buffer.from('other')),
	),
	U05c: verifyBeside('a signature with SHA-1', async (world) => await signatureOf(world, enums.hash.sha1)),
	U05d: verifyBeside('the file itself as the signature', async () => csv.toString()),
	U05e: verifyBeside('an empty signature', async () => ''),
	U05g: verifyInside('a CSV that nobody signed', async () => csv),
	U05h: verifyInside('an SSH key', async () => Buffer.from('-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n')),
	U05i: verifyInside('an encrypted file', async (world) => await world.encrypt()),
	U05k: verifyInside('a public key', async (world) => Buffer.from(world.sender.toPublic().armor())),
	U05j: verifyInside('a detached signature without its file', async (world) =>
		Buffer.from(await signatureOf(world, enums.hash.sha512)),
	),
	U05f: verifyBeside('a signature as base64', async (world) =>
		Buffer.from(await signatureOf(world, enums.hash.sha512)).toString('base64'),
	),
	U07a: signWith(
		'a key whose secret part for signing is elsewhere',
		async () => await asStub(await newKey('Customer'), false),
	),
	U07b: signWith(
		'RSA 1024',
		async () => await oldKey('Old', { type: 'rsa', rsaBits: 1024 }, { minRSABits: 1024 }),
	),
	U11a: rotated('the new copy below the old one', (before, after) => `${before}\n${after}`),
	U11b: rotated('the new copy above the old one', (before, after) => `${after}\n${before}`),
	U11c: rotated('the new copy instead of the old one', (_, after) => after),
};
