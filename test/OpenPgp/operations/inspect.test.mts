import { randomBytes } from 'node:crypto';
import { createCleartextMessage, createMessage, enums, sign, type PrivateKey } from 'openpgp';
import { frameSignedMessage } from '../../../tools/sandbox/Tesouro/framePackets.mts';
import { signBytes } from '../../../tools/sandbox/Tesouro/signBytes.mts';
import { encryptBytes, encryptUnprotected } from '../messages.mts';
import { idOf, newKey } from '../newKey.mts';
import { asText, binaryModes, factsOf, noFile, OpenPgpNode } from './openPgpNode.mts';

const csv = Buffer.from('id,name\n1,Bäckerei\n'.repeat(3_000));

let node: OpenPgpNode;
let ours: PrivateKey;
let theirs: PrivateKey;

beforeAll(async () => {
	ours = await newKey('Customer');
	theirs = await newKey('Tesouro');
});

const subkeyOf = (key: PrivateKey) => key.subkeys[0]!.getKeyID().toHex().toUpperCase();
const binaryMessage = async () =>
	await createMessage({ binary: new Uint8Array(csv), filename: 'inside.csv' });
const signedBinary = async () =>
	Buffer.from(
		(await sign({ message: await binaryMessage(), signingKeys: theirs, format: 'binary' })) as Uint8Array,
	);

const inspect = async (bytes: Buffer, parameters = {}, keys?: Record<string, string>) => {
	const item = await node.itemWith({ data: [bytes, 'report'] });
	const made = await node.succeed('file.inspect', item, parameters, keys && { keys });
	expect(made.binary).toEqual(item.binary);
	return factsOf(made);
};

describe.each(binaryModes)('in mode %s', (mode) => {
	beforeAll(async () => (node = await OpenPgpNode.start(mode)));
	afterAll(async () => await node.stop());

	describe('an encrypted file', () => {
		it('names its recipients and its protection, without a key', async () => {
			const bytes = await encryptBytes(csv, { to: [ours.toPublic(), theirs.toPublic()] });
			expect(await inspect(bytes)).toEqual({
				kind: 'encrypted',
				armored: false,
				recipients: [ours, theirs].map((key) => ({ keyId: subkeyOf(key), hidden: false, algorithm: 'ecdh' })),
				encryption: { packet: 'SEIPD v1', integrity: 'MDC' },
			});
		});

		it('may be armoured, hide its recipients, and use a password', async () => {
			const bytes = await encryptBytes(csv, {
				to: [ours.toPublic()],
				passwords: ['secret'],
				hidden: true,
				armored: true,
			});
			expect(await inspect(bytes)).toMatchObject({
				kind: 'encrypted',
				armored: true,
				recipients: [{ hidden: true, algorithm: 'ecdh' }],
				passwords: 1,
			});
		});

		it('shows cipher and mode of AEAD', async () => {
			const modern = await newKey('Modern', { config: { aeadProtect: true } });
			const bytes = await encryptBytes(csv, { to: [modern.toPublic()], aead: enums.aead.gcm });
			expect(await inspect(bytes)).toMatchObject({
				recipients: [{ keyId: subkeyOf(modern) }],
				encryption: { packet: 'SEIPD v2', integrity: 'AEAD', cipher: 'aes256', aead: 'gcm' },
			});
		});

		it('says that it has no integrity protection', async () => {
			expect(await inspect(await encryptUnprotected(csv, ours.toPublic()))).toMatchObject({
				kind: 'encrypted',
				encryption: { packet: 'SED', integrity: 'none' },
			});
		});

		it.each([
			['named', false],
			['hidden', true],
		])('says whether our keys open it (%s recipient)', async (_, hidden) => {
			const bytes = await encryptBytes(csv, { to: [ours.toPublic()], hidden });
			const withOurs = await inspect(bytes, { tryKeys: true }, { privateKeys: ours.armor() });
			expect(withOurs).toMatchObject({ opensWithYourKeys: true, encryption: { cipher: 'aes256' } });
			const withTheirs = await inspect(bytes, { tryKeys: true }, { privateKeys: theirs.armor() });
			expect(withTheirs).toMatchObject({ opensWithYourKeys: false });
			expect(withTheirs.encryption).not.toHaveProperty('cipher');
		});

		it('needs a credential only when keys are to be tried', async () => {
			const item = await node.itemWith({
				data: [await encryptBytes(csv, { to: [ours.toPublic()] }), 'x'],
			});
			await node.fail('file.inspect', item, /needs keys from an OpenPGP Key credential/, { tryKeys: true });
		});
	});

	describe('a signed file', () => {
		const signer = () => ({ keyId: idOf(theirs), hash: 'sha512', algorithm: 'eddsaLegacy' });

		it('names its signer, which was not checked', async () => {
			expect(await inspect(await signedBinary())).toEqual({
				kind: 'signed',
				armored: false,
				signatures: [signer()],
				fileName: 'inside.csv',
			});
		});

		it('may be of the old style', async () => {
			const signature = await signBytes(csv, { key: theirs, hash: enums.hash.sha512 });
			const oldStyle = Buffer.concat([
				Buffer.from([0xc2, 0xff]),
				lengthOf(signature.write() as Uint8Array),
				signature.write() as Uint8Array,
				(await binaryMessage()).write() as Uint8Array,
			]);
			expect(await inspect(oldStyle)).toMatchObject({
				kind: 'signed',
				signatures: [
					{
						...signer(),
						fingerprint: theirs.getFingerprint().toUpperCase(),
						signedAt: expect.any(String) as string,
					},
				],
			});
			expect(await inspect(frameSignedMessage(csv, signature))).toMatchObject({ kind: 'signed' });
		});

		it('may be cleartext', async () => {
			const text = await sign({
				message: await createCleartextMessage({ text: 'hello' }),
				signingKeys: theirs,
			});
			const made = await node.succeed('file.inspect', noFile, asText(text));
			expect(factsOf(made)).toMatchObject({
				kind: 'cleartext signed',
				armored: true,
				signatures: [signer()],
			});
		});

		it.each(['binary', 'armored'] as const)('may be a detached signature, %s', async (format) => {
			const options = { message: await binaryMessage(), signingKeys: theirs, detached: true };
			const signature =
				format === 'binary'
					? Buffer.from((await sign({ ...options, format: 'binary' })) as Uint8Array)
					: Buffer.from((await sign({ ...options, format: 'armored' })) as string);
			expect(await inspect(signature)).toMatchObject({
				kind: 'detached signature',
				armored: format === 'armored',
				signatures: [signer()],
			});
		});
	});

	it('distinguishes keys from messages', async () => {
		expect(await inspect(Buffer.from(ours.armor()))).toEqual({ kind: 'private key', armored: true });
		expect(await inspect(Buffer.from(ours.toPublic().armor()))).toEqual({
			kind: 'public key',
			armored: true,
		});
		expect(await inspect(Buffer.from(ours.toPublic().write()))).toEqual({
			kind: 'public key',
			armored: false,
		});
		expect(await inspect(Buffer.from(ours.write()))).toEqual({ kind: 'private key', armored: false });
	});

	it('recognises a plain message', async () => {
		expect(await inspect(Buffer.from((await binaryMessage()).write() as Uint8Array))).toEqual({
			kind: 'neither encrypted nor signed',
			armored: false,
			fileName: 'inside.csv',
		});
	});

	it.each([
		['text', Buffer.from('id,name\n')],
		['nothing', Buffer.alloc(0)],
		['a PNG', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
		['a JPEG', Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex')],
		['a ZIP', Buffer.from('504b030414000000', 'hex')],
		['GZIP', Buffer.from('1f8b0800000000000003', 'hex')],
		['a byte order mark', Buffer.from('\ufeffid,name')],
		['another armour', Buffer.from('-----BEGIN PGP NONSENSE-----\n\nabcd\n-----END PGP NONSENSE-----')],
	])('says that %s is not OpenPGP', async (_, bytes) => {
		expect(await inspect(bytes)).toMatchObject({ kind: 'not OpenPGP', armored: false });
	});

	describe('what Decrypt would repair first', () => {
		const told = { armored: true, warnings: [expect.stringContaining('was repaired')] };
		const armoredMessage = async () =>
			(await encryptBytes(csv, { to: [ours.toPublic()], armored: true })).toString();

		it.each<[string, (armor: string) => Buffer, object]>([
			['quoted', (armor) => Buffer.from(armor.replace(/^/gm, '> ')), told],
			['on one line', (armor) => Buffer.from(armor.replace(/\r?\n/g, '\\n')), told],
			['UTF-16', (armor) => Buffer.from(`\ufeff${armor}`, 'utf16le'), { armored: true }],
			['base64 of it', (armor) => Buffer.from(Buffer.from(armor).toString('base64')), { armored: true }],
			['quoted and cut off', (armor) => Buffer.from(armor.replace(/^/gm, '> ').slice(0, 900)), told],
		])('is repaired and reported: %s', async (_, change, expected) => {
			const found = await inspect(change(await armoredMessage()));
			expect(found).toMatchObject({ kind: 'encrypted', recipients: [{ keyId: subkeyOf(ours) }] });
			expect(found).toMatchObject({ warnings: [expect.any(String)], ...expected });
		});

		it('still shows whether our keys open it', async () => {
			const bytes = Buffer.from((await armoredMessage()).replace(/^/gm, '> '));
			const found = await inspect(bytes, { tryKeys: true }, { privateKeys: ours.armor() });
			expect(found).toMatchObject({ ...told, opensWithYourKeys: true });
		});

		it('changes nothing if nothing was repaired', async () => {
			const found = await inspect(Buffer.from(await armoredMessage()));
			expect(found).not.toHaveProperty('warnings');
			const cut = await inspect(Buffer.from((await armoredMessage()).slice(0, 900)));
			expect(cut).toMatchObject({ kind: 'encrypted', armored: true });
			expect(cut).not.toHaveProperty('warnings');
		});
	});

	it.each([
		['<!doctype html><title>Log in</title>', 'a web page, perhaps a login or error page'],
		['{"error":"expired"}', 'JSON, perhaps the error message of a server'],
		['PK\x03\x04', 'a ZIP archive'],
		['', 'empty'],
	])('names the format instead: %p', async (text, what) => {
		const remedy = expect.any(String) as string;
		expect(await inspect(Buffer.from(text))).toEqual({ kind: 'not OpenPGP', armored: false, what, remedy });
	});

	it('says in one line what was found', async () => {
		const hintsOf = async (...files: Buffer[]) => {
			const items = await Promise.all(
				files.map(async (bytes) => await node.itemWith({ data: [bytes, 'x'] })),
			);
			return (await node.run('file.inspect', items)).hints.map(({ message }) => message);
		};
		const encrypted = await encryptBytes(csv, { to: [ours.toPublic()] });
		expect(await hintsOf(encrypted)).toEqual([`An encrypted file, to 1 key (${subkeyOf(ours)}).`]);
		expect(await hintsOf(await signedBinary())).toEqual([
			`A signed file, not encrypted, says that it is signed by ${idOf(theirs)} (not checked).`,
		]);
		const [page] = await hintsOf(Buffer.from('<html>'));
		expect(page).toMatch(/^Not an OpenPGP file: it is a web page, .*Check the address/);
		const two = await hintsOf(encrypted, Buffer.from('<html>'));
		expect(two).toEqual(['2 files: 1 encrypted, 1 not OpenPGP.']);
	});

	it('never fails, whatever it reads', async () => {
		const whole = await encryptBytes(csv, { to: [ours.toPublic()] });
		const signed = await signedBinary();
		for (let round = 0; round < 60; round++) {
			const noise = randomBytes(300);
			noise[0]! |= 0x80;
			expect(await inspect(noise)).toHaveProperty('kind');
			expect(await inspect(whole.subarray(0, round * 3))).toHaveProperty('kind');
			expect(await inspect(signed.subarray(0, round * 3))).toHaveProperty('kind');
		}
	});

	it('continues after a second item that fails', async () => {
		const good = await node.itemWith({ data: [await signedBinary(), 'x'] });
		const { items } = await node.run(
			'file.inspect',
			[good, noFile, good],
			{},
			{
				onError: 'continueRegularOutput',
			},
		);
		expect(items.map(({ json }) => typeof json.error)).toEqual(['undefined', 'string', 'undefined']);
	});
});

it('reads only the head of a file', async () => {
	node = await OpenPgpNode.start();
	const head = await encryptBytes(csv, { to: [ours.toPublic()] });
	const item = await node.itemWith({ data: [Buffer.concat([head, Buffer.alloc(200_000_000)]), 'x'] });
	const started = process.memoryUsage().arrayBuffers;
	await node.succeed('file.inspect', item);
	expect(process.memoryUsage().arrayBuffers - started).toBeLessThan(20_000_000);
	await node.stop();
});

function lengthOf(bytes: Uint8Array): Buffer {
	const length = Buffer.alloc(4);
	length.writeUInt32BE(bytes.length);
	return length;
}
