import { enums, type PrivateKey } from 'openpgp';
import { encryptBytes, encryptWithWrongSignature, type Wish } from '../messages.mts';
import { newKey } from '../newKey.mts';
import { asText, binaryModes, factsOf, noFile, OpenPgpNode } from './openPgpNode.mts';

const csv = Buffer.from('id,name\n1,Bäckerei\n'.repeat(300));

let node: OpenPgpNode;
let ours: PrivateKey;
let theirs: PrivateKey;
let stranger: PrivateKey;
let keys: Record<string, string>;

beforeAll(async () => {
	ours = await newKey('Customer');
	theirs = await newKey('Tesouro <keys@tesouro.com>');
	stranger = await newKey('Stranger');
	keys = { privateKeys: ours.armor(), publicKeys: theirs.toPublic().armor() };
});

const encrypted = async (wish: Partial<Wish> = {}, bytes: Buffer = csv) =>
	await encryptBytes(bytes, { to: [ours.toPublic()], ...wish });
const item = async (bytes: Buffer) => await node.itemWith({ data: [bytes, 'report.csv.gpg'] });
const strict = { requireSignature: true };

describe.each(binaryModes)('in mode %s', (mode) => {
	beforeAll(async () => (node = await OpenPgpNode.start(mode)));
	afterAll(async () => await node.stop());

	describe('text', () => {
		it('is decrypted to text', async () => {
			const text = (await encrypted({ armored: true, signedBy: [theirs] })).toString();
			const made = await node.succeed('file.decrypt', noFile, asText(text), { keys });
			expect(made.json).toMatchObject({ kept: 'as it came', text: csv.toString() });
			expect(factsOf(made)).toMatchObject({ bytes: csv.length, signature: { verdict: 'valid' } });
			expect(made.binary).toEqual({});
		});

		it('returns nothing when it was changed', async () => {
			const lines = (await encrypted({ armored: true })).toString().split('\n');
			lines[10] = lines[10]!.split('').reverse().join('');
			await node.fail('file.decrypt', noFile, /integrity check failed/, asText(lines.join('\n')), { keys });
		});

		it('is refused with a reason when it contains something else', async () => {
			const text = (await encrypted({ armored: true }, Buffer.from([0xff, 0xfe, 0x00]))).toString();
			await node.fail('file.decrypt', noFile, /not text/, asText(text), { keys });
			await node.fail('file.decrypt', noFile, /not encrypted with OpenPGP/, asText('hello'), { keys });
		});
	});

	describe('when a valid signature is required', () => {
		it('passes a file signed by the provider', async () => {
			const made = await node.succeed(
				'file.decrypt',
				await item(await encrypted({ signedBy: [theirs] })),
				strict,
				{ keys },
			);
			expect((await node.read(made)).equals(csv)).toBe(true);
			expect(factsOf(made)).toMatchObject({
				signature: { verdict: 'valid', signer: { userId: 'Tesouro <keys@tesouro.com>' } },
				durationMs: expect.any(Number) as number,
			});
		});

		it('refuses an unsigned file, and keeps nothing', async () => {
			await node.fail('file.decrypt', await item(await encrypted()), /is not signed/, strict, { keys });
		});

		it('refuses a file signed by a stranger, and keeps nothing', async () => {
			const file = await item(await encrypted({ signedBy: [stranger] }));
			const error = await node.fail('file.decrypt', file, /not among the public keys/, strict, { keys });
			expect(error.description).toContain("Provider's Public Keys");
			const made = await node.succeed('file.decrypt', file, {}, { keys });
			expect(factsOf(made)).toMatchObject({ signature: { verdict: 'unknown signer' } });
		});

		it.each([true, false])('refuses a wrong signature as always (required: %s)', async (requireSignature) => {
			const bytes = await encryptWithWrongSignature(csv, { by: theirs, to: ours.toPublic() });
			await node.fail(
				'file.decrypt',
				await item(bytes),
				/signature by .* is wrong/,
				{ requireSignature },
				{
					keys,
				},
			);
		});

		it('asks for a key to check it with', async () => {
			const file = await item(await encrypted());
			const error = await node.fail('file.decrypt', file, /no public key to check one with/, strict, {
				keys: { privateKeys: ours.armor() },
			});
			expect(error.description).toContain("Provider's Public Keys");
		});
	});

	describe('limits', () => {
		it.each([
			['ZIP', enums.compression.zip],
			['ZLIB', enums.compression.zlib],
		])('stop a compression bomb made of %s', async (_, compression) => {
			const bomb = await encrypted({ compression }, Buffer.alloc(150_000_000));
			expect(bomb.length).toBeLessThan(200_000);
			const error = await node.fail('file.decrypt', await item(bomb), /compression bomb/, {}, { keys });
			expect(error.description).toContain('raise "Maximum Expansion" in the options of this node');
		});

		it('let a file through that grows less than allowed', async () => {
			const zeros = Buffer.alloc(101_000_000);
			const bytes = await encrypted({ compression: enums.compression.zlib }, zeros);
			const made = await node.succeed(
				'file.decrypt',
				await item(bytes),
				{ options: { expansionAtMost: 1_200 } },
				{ keys },
			);
			expect(factsOf(made)).toMatchObject({ bytes: zeros.length });
		});

		it('stop a file that is larger than allowed', async () => {
			const bytes = await encrypted({}, Buffer.alloc(1_100_000, 'x'));
			const error = await node.fail(
				'file.decrypt',
				await item(bytes),
				/larger than the limit of 1 MB/,
				{ options: { megabytesAtMost: 1 } },
				{ keys },
			);
			expect(error.description).toContain('raise "Maximum Size (MB)" in the options of this node');
		});
	});

	it.each([
		['Maximum Size (MB)', { megabytesAtMost: 'many' }],
		['Maximum Size (MB)', { megabytesAtMost: 0 }],
		['Maximum Expansion', { expansionAtMost: null }],
	])('refuses a limit that is not a number instead of ignoring it: %s %p', async (name, options) => {
		const error = await node.fail(
			'file.decrypt',
			await item(await encrypted()),
			/must be a number above 0/,
			{ options },
			{ keys },
		);
		expect(error.message).toContain(`"${name}"`);
	});

	it('shows one hint, with names that cannot contain HTML', async () => {
		const files = [
			await item(await encrypted({ signedBy: [theirs] })),
			await item(await encrypted({ signedBy: [theirs] })),
			await item(await encrypted()),
		];
		const { hints } = await node.run('file.decrypt', files, {}, { keys });
		expect(hints).toEqual([
			{
				message:
					'3 files, 18.0 kB decrypted, signed by Tesouro (keys@tesouro.com), 1 without a valid signature',
				type: 'info',
				location: 'outputPane',
			},
		]);
	});

	it('finds its credential whatever a previously chosen operation left in the parameters', async () => {
		const left = { tryKeys: false, signWithOwnKey: false, keySource: 'pasted' };
		await node.succeed('file.decrypt', await item(await encrypted()), left, { keys });
	});

	it('says that it needs a credential', async () => {
		await node.fail(
			'file.decrypt',
			await item(await encrypted()),
			/needs keys from an OpenPGP Key credential/,
		);
	});
});
