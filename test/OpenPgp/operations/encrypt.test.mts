import { createHash } from 'node:crypto';
import { decrypt, readMessage, revokeKey, enums, type PrivateKey } from 'openpgp';
import { idOf, newKey } from '../newKey.mts';
import { asText, binaryModes, factsOf, noFile, OpenPgpNode } from './openPgpNode.mts';

const csv = Buffer.from(
	Array.from({ length: 5_000 }, (_, row) => `${row},Bäckerei,${row * 7}.00\n`).join(''),
);
const DAY_MS = 24 * 3_600_000;

let node: OpenPgpNode;
let ours: PrivateKey;
let provider: PrivateKey;
let second: PrivateKey;
let keys: Record<string, string>;

beforeAll(async () => {
	[ours, provider, second] = (await Promise.all(
		['Customer', 'Tesouro', 'Auditor'].map(async (name) => await newKey(name)),
	)) as [PrivateKey, PrivateKey, PrivateKey];
	keys = { privateKeys: ours.armor(), publicKeys: provider.toPublic().armor() };
});

const item = async (bytes: Buffer = csv, name = 'report.csv') => await node.itemWith({ data: [bytes, name] });
const pasted = (...recipients: PrivateKey[]) => ({
	recipients: 'pasted',
	recipientKeys: recipients.map((key) => key.toPublic().armor()).join('\n'),
});

async function open(bytes: Buffer, by: PrivateKey, verificationKeys = ours.toPublic()) {
	const message =
		bytes[0] === 0x2d
			? await readMessage({ armoredMessage: bytes.toString() })
			: await readMessage({ binaryMessage: new Uint8Array(bytes) });
	const { data, signatures, filename } = await decrypt({
		message,
		decryptionKeys: by,
		verificationKeys,
		format: 'binary',
	});
	return { data: Buffer.from(data as Uint8Array), signatures, filename };
}

describe.each(binaryModes)('in mode %s', (mode) => {
	beforeAll(async () => (node = await OpenPgpNode.start(mode)));
	afterAll(async () => await node.stop());

	it("encrypts to the provider's key of the credential", async () => {
		const made = await node.succeed('file.encrypt', await item(), {}, { keys });
		const bytes = await node.read(made);
		expect(factsOf(made)).toEqual({
			fileName: 'report.csv.gpg',
			mediaType: 'application/pgp-encrypted',
			inputBytes: csv.length,
			bytes: bytes.length,
			sha256: createHash('sha256').update(bytes).digest('hex'),
			armored: false,
			cipher: 'aes256',
			compression: 'zlib',
			recipients: [
				{
					keyId: provider.subkeys[0]!.getKeyID().toHex().toUpperCase(),
					fingerprint: provider.getFingerprint().toUpperCase(),
					userId: 'Tesouro',
					algorithm: 'ecdh',
				},
			],
			durationMs: expect.any(Number) as number,
		});
		expect(made.json.kept).toBe('as it came');
		expect(made.pairedItem).toEqual({ item: 0 });
		const opened = await open(bytes, provider);
		expect(opened.data.equals(csv)).toBe(true);
		expect(opened.filename).toBe('report.csv');
		expect(bytes.length).toBeLessThan(csv.length / 2);
	});
	it('encrypts to pasted keys without a credential, armoured', async () => {
		const made = await node.succeed('file.encrypt', await item(), {
			...pasted(provider, second),
			format: 'armored',
			outputBinaryPropertyName: 'encrypted',
		});
		const bytes = await node.read(made, 'encrypted');
		expect(bytes.toString()).toMatch(/^-----BEGIN PGP MESSAGE-----/);
		expect(made.binary!.encrypted).toMatchObject({ fileName: 'report.csv.asc' });
		expect(made.binary!.data).toMatchObject({ fileName: 'report.csv' });
		for (const key of [provider, second]) expect((await open(bytes, key)).data.equals(csv)).toBe(true);
		await expect(open(bytes, ours)).rejects.toThrow();
	});

	it.each([
		['none', false],
		['zip', true],
		['zlib', true],
	])('compresses with %s', async (compression, isSmaller) => {
		const made = await node.succeed('file.encrypt', await item(), { options: { compression } }, { keys });
		const bytes = await node.read(made);
		expect(bytes.length < csv.length / 2).toBe(isSmaller);
		expect(factsOf(made)).toMatchObject({ compression });
		expect((await open(bytes, provider)).data.equals(csv)).toBe(true);
	});

	it('signs with the first private key that can sign, or with a chosen one', async () => {
		const expired = await newKey('Old', { date: new Date(Date.now() - 9 * DAY_MS), keyExpirationTime: 60 });
		const several = { ...keys, privateKeys: [expired, ours, second].map((key) => key.armor()).join('\n') };
		const first = await node.succeed('file.encrypt', await item(), { sign: true }, { keys: several });
		expect(factsOf(first).signer).toMatchObject({ fingerprint: ours.getFingerprint().toUpperCase() });
		const { signatures } = await open(await node.read(first), provider);
		await expect(signatures[0]!.verified).resolves.toBe(true);
		for (const signingKey of [idOf(second), 'auditor', second.getFingerprint()]) {
			const made = await node.succeed(
				'file.encrypt',
				await item(),
				{ sign: true, options: { signingKey } },
				{ keys: several },
			);
			expect(factsOf(made).signer).toMatchObject({ userId: 'Auditor' });
		}
		await node.fail(
			'file.encrypt',
			await item(),
			/cannot sign: it expired on/,
			{
				sign: true,
				options: { signingKey: idOf(expired) },
			},
			{ keys: several },
		);
		await node.fail(
			'file.encrypt',
			await item(),
			/no private key of Nobody/,
			{
				sign: true,
				options: { signingKey: 'Nobody' },
			},
			{ keys: several },
		);
	});

	it('also signs for pasted recipients, and then needs the credential', async () => {
		const parameters = { ...pasted(second), signWithOwnKey: true };
		const made = await node.succeed('file.encrypt', await item(), parameters, { keys });
		expect(factsOf(made)).toMatchObject({
			signer: { userId: 'Customer' },
			recipients: [{ userId: 'Auditor' }],
		});
		await node.fail('file.encrypt', await item(), /needs keys from an OpenPGP Key credential/, parameters);
	});

	it('encrypts text to text', async () => {
		const made = await node.succeed('file.encrypt', noFile, { ...asText('Grüße'), ...pasted(provider) });
		expect(made.json.text).toMatch(/^-----BEGIN PGP MESSAGE-----/);
		expect((await open(Buffer.from(made.json.text as string), provider)).data.toString()).toBe('Grüße');
		expect(made.binary).toEqual({});
	});

	it('encrypts to some of the keys only', async () => {
		const both = { ...keys, publicKeys: [provider, second].map((key) => key.toPublic().armor()).join('\n') };
		const made = await node.succeed(
			'file.encrypt',
			await item(),
			{ options: { recipientIds: `0x${idOf(second)}` } },
			{ keys: both },
		);
		expect(factsOf(made).recipients).toMatchObject([{ userId: 'Auditor' }]);
		await node.fail(
			'file.encrypt',
			await item(),
			/no public key of x@example\.com/,
			{ options: { recipientIds: 'Auditor, x@example.com' } },
			{ keys: both },
		);
	});

	it('matches whole names, never a part of another one', async () => {
		const [ann, joann] = await Promise.all(
			['Ann <ann@example.com>', 'Jo <joann@example.com>'].map(async (name) => await newKey(name)),
		);
		const both = {
			...keys,
			publicKeys: [joann!, ann!].map((key) => key.toPublic().armor()).join('\n'),
		};
		for (const recipientIds of ['ann@example.com', 'ANN@Example.com', 'Ann', 'Ann <ann@example.com>']) {
			const made = await node.succeed(
				'file.encrypt',
				await item(),
				{ options: { recipientIds } },
				{ keys: both },
			);
			expect(factsOf(made).recipients).toMatchObject([{ userId: 'Ann <ann@example.com>' }]);
		}
		for (const recipientIds of ['example.com', 'ann@example', '@', 'An']) {
			await node.fail(
				'file.encrypt',
				await item(),
				/no public key of/,
				{ options: { recipientIds } },
				{ keys: both },
			);
		}
	});

	describe('a recipient is refused by name:', () => {
		it('expired', async () => {
			const key = await newKey('Expired', { date: new Date(Date.now() - 9 * DAY_MS), keyExpirationTime: 60 });
			const error = await node.fail('file.encrypt', await item(), /\(Expired\) cannot be .*: it expired on/, {
				...pasted(provider, key),
			});
			expect(error.message).toContain(idOf(key));
		});

		it('revoked', async () => {
			const key = await newKey('Revoked');
			const { publicKey } = await revokeKey({
				key,
				reasonForRevocation: { flag: enums.reasonForRevocation.keyCompromised },
				format: 'object',
			});
			await node.fail(
				'file.encrypt',
				await item(),
				/\(Revoked\) cannot be encrypted to: its owner has revoked it/,
				{
					recipients: 'pasted',
					recipientKeys: publicKey.armor(),
				},
			);
		});

		it('with a key for signatures only', async () => {
			const key = await newKey('Signer', { subkeys: [] });
			await node.fail('file.encrypt', await item(), /it has no subkey for encryption/, pasted(key));
		});

		it('whose subkey for encryption has expired', async () => {
			const key = await newKey('Half', {
				date: new Date(Date.now() - 9 * DAY_MS),
				subkeys: [{ keyExpirationTime: 60 } as never],
			});
			await node.fail('file.encrypt', await item(), /its subkey for encryption expired on/, pasted(key));
		});

		it('unreadable, even beside a good one', async () => {
			const broken = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEabcd\n-----END PGP PUBLIC KEY BLOCK-----';
			await node.fail('file.encrypt', await item(), /A public key cannot be read/, {
				recipients: 'pasted',
				recipientKeys: `${provider.toPublic().armor()}\n${broken}`,
			});
		});

		it('none at all', async () => {
			await node.fail(
				'file.encrypt',
				await item(),
				/no public key to encrypt to/,
				{},
				{
					keys: { privateKeys: ours.armor() },
				},
			);
		});
	});

	it('continues after a second item that fails', async () => {
		const other = await node.itemWith({ other: [csv, 'other.csv'] });
		const { items } = await node.run(
			'file.encrypt',
			[await item(), other, await item()],
			{},
			{
				keys,
				onError: 'continueRegularOutput',
			},
		);
		expect(items).toHaveLength(3);
		expect(items[1]).toMatchObject({
			json: { kept: 'as it came', error: expect.any(String) as string },
			pairedItem: { item: 1 },
		});
		expect((await open(await node.read(items[2]!), provider)).data.equals(csv)).toBe(true);
	});

	it('stops when the execution is cancelled, and leaves nothing', async () => {
		const stop = new AbortController();
		const large = await item(Buffer.alloc(30_000_000, 'x'));
		const before = node.harness.storedFiles().length;
		const running = node.run(
			'file.encrypt',
			[large],
			{ options: { compression: 'none' } },
			{
				keys,
				signal: stop.signal,
			},
		);
		setImmediate(() => stop.abort());
		expect((await running).items).toEqual([]);
		expect(node.harness.storedFiles().length).toBe(before);
	});

	it('shows one hint for all items', async () => {
		const { hints } = await node.run('file.encrypt', [await item(), await item()], { sign: true }, { keys });
		expect(hints).toEqual([
			{
				message: expect.stringMatching(
					/^2 files, 2\d\d\.\d kB encrypted to 1 key, signed by Customer$/,
				) as string,
				type: 'info',
				location: 'outputPane',
			},
		]);
	});
});
