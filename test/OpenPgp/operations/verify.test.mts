import { createHash } from 'node:crypto';
import { createCleartextMessage, createMessage, enums, sign, type PrivateKey } from 'openpgp';
import { frameSignedMessage } from '../../../tools/sandbox/Tesouro/framePackets.mts';
import { signBytes } from '../../../tools/sandbox/Tesouro/signBytes.mts';
import { encryptBytes } from '../messages.mts';
import { idOf, newKey } from '../newKey.mts';
import { asText, binaryModes, factsOf, noFile, OpenPgpNode } from './openPgpNode.mts';

const csv = Buffer.from('id,name\r\n1,Bäckerei\n2,x\n'.repeat(300));

let node: OpenPgpNode;
let theirs: PrivateKey;
let stranger: PrivateKey;
let keys: Record<string, string>;

beforeAll(async () => {
	theirs = await newKey('Tesouro');
	stranger = await newKey('Stranger');
	keys = { publicKeys: theirs.toPublic().armor() };
});

const message = async (bytes: Buffer) =>
	await createMessage({ binary: new Uint8Array(bytes), filename: 'inside.csv' });

async function signed(signingKeys: PrivateKey | PrivateKey[], bytes: Buffer = csv, { armored = false } = {}) {
	const options = { message: await message(bytes), signingKeys };
	return armored
		? Buffer.from(await sign({ ...options, format: 'armored' }))
		: Buffer.from((await sign({ ...options, format: 'binary' })) as Uint8Array);
}

/** As gpg --sign makes it. */
async function compressed(signingKeys: PrivateKey, bytes: Buffer = csv) {
	const binary = new Blob([new Uint8Array(bytes)]).stream();
	const streaming = await createMessage({ binary, filename: 'inside.csv' });
	const inner = await sign({ message: streaming, signingKeys, format: 'object' });
	const outer = (inner as unknown as Compressible).compress(enums.compression.zlib);
	return Buffer.from(await new Response(outer.write()).arrayBuffer());
}

/** What the library has beyond its types. */
interface Compressible {
	compress(algorithm: enums.compression): { write(): ReadableStream<Uint8Array> };
}

const detached = async (signingKeys: PrivateKey | PrivateKey[], bytes: Buffer = csv) =>
	Buffer.from(
		(await sign({
			message: await message(bytes),
			signingKeys,
			detached: true,
			format: 'binary',
		})) as Uint8Array,
	);

const cleartext = async (text: string, signingKeys: PrivateKey) =>
	await sign({ message: await createCleartextMessage({ text }), signingKeys });

const wronglySigned = async (by: PrivateKey) =>
	frameSignedMessage(csv, await signBytes(Buffer.from('other bytes'), { key: by, hash: enums.hash.sha512 }));

const inside = async (bytes: Buffer, name = 'report.csv.gpg') => await node.itemWith({ data: [bytes, name] });
const beside = async (signature: Buffer, bytes: Buffer = csv) =>
	await node.itemWith({ data: [bytes, 'report.csv'], signature: [signature, 'report.csv.sig'] });
const lenient = { failWhenNotValid: false };

describe.each(binaryModes)('in mode %s', (mode) => {
	beforeAll(async () => (node = await OpenPgpNode.start(mode)));
	afterAll(async () => await node.stop());

	describe('a signature inside', () => {
		it.each([
			['binary', async () => await signed(theirs)],
			['armoured', async () => await signed(theirs, csv, { armored: true })],
			['compressed', async () => await compressed(theirs)],
		])('returns the content when it is valid, %s', async (_, make) => {
			const made = await node.succeed('file.verify', await inside(await make()), {}, { keys });
			expect((await node.read(made)).equals(csv)).toBe(true);
			expect(made.binary!.data).toMatchObject({ fileName: 'inside.csv', mimeType: 'text/csv' });
			expect(factsOf(made)).toEqual({
				verdict: 'valid',
				form: 'inline',
				signer: {
					keyId: idOf(theirs),
					fingerprint: theirs.getFingerprint().toUpperCase(),
					userId: 'Tesouro',
				},
				signedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
				algorithm: 'eddsaLegacy',
				hash: 'sha512',
				fileName: 'inside.csv',
				bytes: csv.length,
				sha256: createHash('sha256').update(csv).digest('hex'),
				durationMs: expect.any(Number) as number,
			});
		});

		it('is checked with pasted keys, without a credential', async () => {
			const made = await node.succeed('file.verify', await inside(await signed(stranger)), {
				keySource: 'pasted',
				publicKeys: stranger.toPublic().armor(),
			});
			expect(factsOf(made)).toMatchObject({ verdict: 'valid', signer: { userId: 'Stranger' } });
		});

		it.each([
			['wrong', 'invalid', async () => await wronglySigned(theirs), /signature by Tesouro is wrong/],
			[
				'by a stranger',
				'unknown signer',
				async () => await signed(stranger),
				/signed by the key [0-9A-F]{16}, which/,
			],
			[
				'missing',
				'none',
				async () => Buffer.from((await message(csv)).write() as Uint8Array),
				/file is not signed/,
			],
			['missing from something else', 'none', async () => csv, /file is not signed/],
		] as const)('fails when it is %s, or is reported without the content', async (_, verdict, make, text) => {
			const bytes = await make();
			await node.fail(
				'file.verify',
				await inside(bytes),
				text,
				{ outputBinaryPropertyName: 'out' },
				{ keys },
			);
			const before = node.harness.storedFiles().length;
			const item = await inside(bytes);
			const made = await node.succeed(
				'file.verify',
				item,
				{ ...lenient, outputBinaryPropertyName: 'out' },
				{ keys },
			);
			expect(factsOf(made)).toMatchObject({ verdict });
			expect(made.binary).toEqual({ data: item.binary!.data });
			expect(node.harness.storedFiles().length).toBeLessThanOrEqual(before + 1);
		});

		it('is wrong when the content was changed', async () => {
			const bytes = await signed(theirs);
			bytes[bytes.indexOf('Bäckerei')]! ^= 1;
			await node.fail('file.verify', await inside(bytes), /signature by Tesouro is wrong/, {}, { keys });
		});

		it('does not reveal whether a file was truncated', async () => {
			const bytes = (await signed(theirs)).subarray(0, 2_000);
			await node.fail('file.verify', await inside(bytes), /damaged/, lenient, { keys });
		});

		it('gives an archive the name of one', async () => {
			const bytes = Buffer.from('504b030414000000', 'hex');
			const made = await node.succeed('file.verify', await inside(await signed(theirs, bytes)), {}, { keys });
			expect(made.binary!.data).toMatchObject({
				fileName: 'inside.csv.zip',
				mimeType: 'application/zip',
			});
			expect(factsOf(made)).toMatchObject({ fileName: 'inside.csv.zip', bytes: 8 });
		});

		it('may cover nothing, or a few bytes', async () => {
			for (const bytes of [Buffer.alloc(0), Buffer.from('ab')]) {
				const made = await node.succeed(
					'file.verify',
					await inside(await signed(theirs, bytes)),
					{},
					{
						keys,
					},
				);
				expect((await node.read(made)).equals(bytes)).toBe(true);
			}
		});

		it("is valid beside a stranger's, and wrong beside a wrong one", async () => {
			const made = await node.succeed(
				'file.verify',
				await inside(await signed([stranger, theirs])),
				{},
				{ keys },
			);
			expect(factsOf(made)).toMatchObject({ verdict: 'valid', signer: { userId: 'Tesouro' } });
		});
	});

	describe('what is not a signed file is named:', () => {
		it('an encrypted file', async () => {
			const bytes = await encryptBytes(csv, { to: [theirs.toPublic()] });
			const error = await node.fail('file.verify', await inside(bytes), /file is encrypted/, {}, { keys });
			expect(error.description).toContain('Decrypt');
		});

		it('a signature alone', async () => {
			await node.fail(
				'file.verify',
				await inside(await detached(theirs)),
				/without the content/,
				{},
				{ keys },
			);
		});

		it('a key', async () => {
			const bytes = Buffer.from(theirs.toPublic().armor());
			await node.fail('file.verify', await inside(bytes), /is a public key/, {}, { keys });
		});
	});

	describe('a cleartext message', () => {
		it('returns its text', async () => {
			const text = 'Dear customer,\n- your report is ready  \nBäckerei';
			const signedText = await cleartext(text, theirs);
			const made = await node.succeed('file.verify', noFile, asText(`Hello\n\n${signedText}\n-- \nbye`), {
				keys,
			});
			expect(made.json.text).toBe(text.replace('  \n', '\n'));
			expect(factsOf(made)).toMatchObject({ verdict: 'valid', form: 'cleartext' });
			const file = await node.succeed(
				'file.verify',
				await inside(Buffer.from(signedText), 'note.txt.asc'),
				{},
				{
					keys,
				},
			);
			expect((await node.read(file)).toString()).toBe(text.replace('  \n', '\n'));
			expect(file.binary!.data!.fileName).toBe('note.txt');
		});

		it('is refused without its text when it was changed', async () => {
			const changed = (await cleartext('pay 10', theirs)).replace('pay 10', 'pay 99');
			await node.fail('file.verify', noFile, /signature by Tesouro is wrong/, asText(changed), { keys });
			const made = await node.succeed('file.verify', noFile, { ...asText(changed), ...lenient }, { keys });
			expect(made.json).not.toHaveProperty('text');
			expect(factsOf(made)).toMatchObject({ verdict: 'invalid', reason: expect.any(String) as string });
		});

		it('is refused when it is very long, with the advice to use a file', async () => {
			const text = `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n${'x'.repeat(50_000_001)}`;
			const error = await node.fail(
				'file.verify',
				await inside(Buffer.from(text)),
				/longer than 50 MB/,
				{},
				{
					keys,
				},
			);
			expect(error.description).toContain('detached signature');
		});

		it('counts as damaged when it breaks off', async () => {
			const half = (await cleartext('x', theirs)).slice(0, -60);
			await node.fail('file.verify', noFile, /damaged/, asText(half), { keys });
		});
	});

	describe('a detached signature', () => {
		const parameters = { signatureForm: 'detached' };

		it('leaves the file unchanged when it is valid', async () => {
			const made = await node.succeed('file.verify', await beside(await detached(theirs)), parameters, {
				keys,
			});
			expect(factsOf(made)).toMatchObject({
				verdict: 'valid',
				form: 'detached',
				bytes: csv.length,
				signer: { userId: 'Tesouro' },
			});
			expect((await node.read(made)).equals(csv)).toBe(true);
			expect(Object.keys(made.binary!)).toEqual(['data', 'signature']);
		});

		it('is valid when it is by two signers, one of them a stranger', async () => {
			const item = await beside(await detached([stranger, theirs]));
			expect(factsOf(await node.succeed('file.verify', item, parameters, { keys }))).toMatchObject({
				verdict: 'valid',
			});
		});

		it('is wrong over other bytes', async () => {
			const item = await beside(await detached(theirs, Buffer.from('other')));
			await node.fail('file.verify', item, /signature by Tesouro is wrong/, parameters, { keys });
			const made = await node.succeed('file.verify', item, { ...parameters, ...lenient }, { keys });
			expect(factsOf(made)).toMatchObject({ verdict: 'invalid' });
		});

		it("is reported as unknown when it is a stranger's", async () => {
			const item = await beside(await detached(stranger));
			await node.fail('file.verify', item, /not among the public keys/, parameters, { keys });
		});

		it.each([
			['bytes behind it', Buffer.from('abc')],
			['an empty line behind it', Buffer.from('\r\n')],
			['half a packet behind it', Buffer.from([0xc2, 0xff, 0, 0, 1, 0, 4])],
		])('is reported or recognised with %s', async (_, tail) => {
			const item = await beside(Buffer.concat([await detached(theirs), tail]));
			const { items, error } = await node.run('file.verify', [item], parameters, { keys });
			if (error === undefined) expect(factsOf(items[0]!)).toMatchObject({ verdict: 'valid' });
			else
				expect(error).toMatchObject({ message: expect.stringMatching(/not an OpenPGP signature/) as string });
		});

		it.each([
			['a version', 0],
			['a type', 1],
			['a key algorithm', 2],
		])('is reported as unknown when it is of an unknown %s', async (_, at) => {
			const signature = await detached(theirs);
			// Behind a header of two octets: version, type, key algorithm, hash algorithm.
			expect([signature[0], signature[2], signature[5]]).toEqual([0xc2, 4, enums.hash.sha512]);
			signature[2 + at] = 99;
			await node.fail('file.verify', await beside(signature), /of a kind that is not read/, parameters, {
				keys,
			});
		});

		it('is left to the library when it is of version 6', async () => {
			const modern = await newKey('Modern', { config: { v6Keys: true } });
			const item = await beside(await detached(modern));
			const made = await node.succeed('file.verify', item, {
				...parameters,
				keySource: 'pasted',
				publicKeys: modern.toPublic().armor(),
			});
			expect(factsOf(made)).toMatchObject({ verdict: 'valid' });
			const changed = await beside(await detached(modern), Buffer.from('other'));
			const wrong = await node.succeed('file.verify', changed, {
				...parameters,
				...lenient,
				keySource: 'pasted',
				publicKeys: modern.toPublic().armor(),
			});
			expect(factsOf(wrong)).toMatchObject({ verdict: 'invalid' });
		});

		it('may be over text', async () => {
			const signature = await sign({
				message: await message(Buffer.from('Grüße\n')),
				signingKeys: theirs,
				detached: true,
			});
			const made = await node.succeed(
				'file.verify',
				noFile,
				{ ...asText('Grüße\n'), ...parameters, signatureText: signature },
				{ keys },
			);
			expect(factsOf(made)).toMatchObject({ verdict: 'valid', bytes: 8 });
		});

		it.each([
			['nothing of the kind', 'abc'],
			['too large', 'x'.repeat(100_000)],
			['half a one', '-----BEGIN PGP SIGNATURE-----\n\nabc'],
		])('is reported when it is %s', async (_, text) => {
			await node.fail(
				'file.verify',
				await beside(Buffer.from(text)),
				/not an OpenPGP signature/,
				parameters,
				{
					keys,
				},
			);
		});
	});

	it('needs a public key', async () => {
		const item = await inside(await signed(theirs));
		await node.fail('file.verify', item, /no public key to check/, {}, { keys: { privateKeys: '' } });
		await node.fail('file.verify', item, /needs keys from an OpenPGP Key credential/);
		await node.fail('file.verify', item, /no public key to check/, {
			keySource: 'pasted',
			publicKeys: 'abc',
		});
	});

	it('continues after a second item that fails', async () => {
		const good = await inside(await signed(theirs));
		const { items, hints } = await node.run(
			'file.verify',
			[good, await inside(await signed(stranger)), good],
			{},
			{
				keys,
				onError: 'continueRegularOutput',
			},
		);
		expect(items.map(({ json }) => typeof json.error)).toEqual(['undefined', 'string', 'undefined']);
		expect(hints.map(({ message }) => message)).toEqual(['2 files, 15.0 kB checked, signed by Tesouro']);
	});

	it('stops a bomb in a signed message, unless the options allow it', async () => {
		const bomb = await compressed(theirs, Buffer.alloc(110_000_000));
		const error = await node.fail('file.verify', await inside(bomb), /compression bomb/, {}, { keys });
		expect(error.description).toContain('raise "Maximum Expansion" in the options of this node');
		const allowed = { options: { expansionAtMost: 2_000 } };
		const made = await node.succeed('file.verify', await inside(bomb), allowed, { keys });
		expect(factsOf(made)).toMatchObject({ verdict: 'valid', bytes: 110_000_000 });
		const tooLarge = { options: { expansionAtMost: 2_000, megabytesAtMost: 1 } };
		await node.fail('file.verify', await inside(bomb), /larger than the limit of 1 MB/, tooLarge, { keys });
	});

	describe('a signature by a clock a minute ahead is valid', () => {
		const soon = () => new Date(Date.now() + 60_000);
		const late = () => new Date(Date.now() + 60 * 60_000);
		const signAt = async (date: Date, key: PrivateKey) =>
			Buffer.from(
				(await sign({
					message: await message(csv),
					signingKeys: key,
					detached: true,
					date,
					format: 'binary',
				})) as Uint8Array,
			);

		it('as cleartext', async () => {
			const make = async (date: Date) =>
				await sign({
					message: await createCleartextMessage({ text: 'hello' }),
					signingKeys: theirs,
					date,
				});
			await node.succeed('file.verify', noFile, asText(await make(soon())), { keys });
			await node.fail('file.verify', noFile, /is not accepted: .*future/, asText(await make(late())), {
				keys,
			});
		});

		it.each([
			['version 4', {}],
			['version 6', { config: { v6Keys: true } }],
		])('beside the content, %s', async (_, options) => {
			const key = await newKey('Modern', options);
			const parameters = {
				signatureForm: 'detached',
				keySource: 'pasted',
				publicKeys: key.toPublic().armor(),
			};
			await node.succeed('file.verify', await beside(await signAt(soon(), key)), parameters);
			const ahead = await beside(await signAt(late(), key));
			await node.fail('file.verify', ahead, /is not accepted: .*future/, parameters);
		});
	});
});
