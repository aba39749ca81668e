import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { readdirSync, readlinkSync } from 'node:fs';
import type { IBinaryData, INodeExecutionData } from 'n8n-workflow';
import { enums, type PrivateKey } from 'openpgp';
import { OpenPgpKeyApi } from '../../../credentials/OpenPgpKeyApi.credentials';
import { OpenPgp } from '../../../nodes/OpenPgp/OpenPgp.node';
import { startHarness, type Harness } from '../../../tools/harness/harness.mts';
import { encryptBytes, encryptUnprotected, encryptWithWrongSignature, type Wish } from '../messages.mts';
import { idOf, newKey } from '../newKey.mts';

const csv: Buffer = Buffer.from(
	Array.from({ length: 60 }, (_, row) => `${row},Bäckerei "Müller",${(row * 7919) % 1000}.00\n`).join(''),
);
const DAY_MS = 24 * 3_600_000;

let harness: Harness;
let ours: PrivateKey;
let oursBefore: PrivateKey;
let theirs: PrivateKey;
let stranger: PrivateKey;
let credential: Record<string, string>;

beforeAll(async () => {
	[ours, oursBefore, theirs, stranger] = (await Promise.all(
		['Customer', 'Customer before', 'Tesouro', 'Stranger'].map(async (name) => await newKey(name)),
	)) as [PrivateKey, PrivateKey, PrivateKey, PrivateKey];
	credential = {
		privateKeys: `${ours.armor()}\n${oursBefore.armor()}`,
		publicKeys: theirs.toPublic().armor(),
	};
	harness = await startWith('filesystemAtomic');
});
afterAll(async () => await harness.stop());

const startWith = async (binaryMode: 'filesystemAtomic' | 'default') =>
	await startHarness({ nodes: [OpenPgp], credentialTypes: [OpenPgpKeyApi], binaryMode });

const encrypted = async (wish: Partial<Wish> = {}, plaintext = csv) =>
	await encryptBytes(plaintext, { to: [ours.toPublic()], ...wish });

const itemOf = async (bytes: Buffer, fileName = 'report.csv.gpg'): Promise<INodeExecutionData> => ({
	json: { kept: 'as it came' },
	binary: { data: await harness.storeBinary(bytes, { fileName }) },
});

interface RunOptions {
	parameters?: Record<string, string | object>;
	keys?: Record<string, string>;
	onError?: 'continueRegularOutput' | 'continueErrorOutput';
	signal?: AbortSignal;
}

const run = async (items: INodeExecutionData[], { parameters, keys, onError, signal }: RunOptions = {}) =>
	await harness.runNode(
		{
			type: 'openPgp',
			parameters: {
				resource: 'file',
				operation: 'decrypt',
				binaryPropertyName: 'data',
				outputBinaryPropertyName: 'data',
				...(parameters as object),
			},
			credentials: { openPgpKeyApi: { id: 'keys', name: 'Keys' } },
			...(onError && { onError }),
		},
		items,
		{ credentials: { keys: keys ?? credential }, ...(signal && { signal }) },
	);

/** Runs the node over one file and counts what it left in the store. */
async function decryptOne(bytes: Buffer, options: RunOptions & { fileName?: string } = {}) {
	const item = await itemOf(bytes, options.fileName);
	const before = harness.storedFiles().length;
	const result = await run([item], options);
	return { ...result, left: harness.storedFiles().length - before };
}

async function expectPlaintext(bytes: Buffer, plaintext = csv, options: RunOptions = {}) {
	const { items, error } = await decryptOne(bytes, options);
	expect(error).toBeUndefined();
	expect((await harness.readBinary(items[0]!.binary!.data!)).equals(plaintext)).toBe(true);
	return items[0]!.json.openPgp as Record<string, unknown>;
}

async function expectRefusal(bytes: Buffer, message: RegExp, remedy = /./, options: RunOptions = {}) {
	const { error, items, left } = await decryptOne(bytes, options);
	expect(error?.message).toMatch(message);
	expect(error?.description).toMatch(remedy);
	expect(items).toEqual([]);
	expect(left).toBe(0);
}

describe('a file encrypted to us', () => {
	it('is decrypted, stored and described', async () => {
		const { items, left } = await decryptOne(await encrypted());
		expect(items[0]).toMatchObject({
			json: {
				kept: 'as it came',
				openPgp: {
					fileName: 'report.csv',
					mediaType: 'text/csv',
					bytes: csv.length,
					sha256: createHash('sha256').update(csv).digest('hex'),
					cipher: 'aes256',
					signature: { verdict: 'none' },
				},
			},
			binary: { data: { fileName: 'report.csv', mimeType: 'text/csv' } },
			pairedItem: { item: 0 },
		});
		expect(await harness.readBinary(items[0]!.binary!.data!)).toEqual(csv);
		expect(left).toBe(1);
	});

	it('is decrypted when it is armoured, also with Windows line ends and text before it', async () => {
		const armored = (await encrypted({ armored: true })).toString();
		await expectPlaintext(Buffer.from(armored));
		await expectPlaintext(Buffer.from(armored.replace(/\r?\n/g, '\r\n')));
		await expectPlaintext(Buffer.from(`Your report:\n\n${armored}`));
	});

	it('may be empty', async () => {
		expect(await expectPlaintext(await encrypted({}, Buffer.alloc(0)), Buffer.alloc(0))).toMatchObject({
			bytes: 0,
			sha256: createHash('sha256').digest('hex'),
		});
	});

	it('may be one byte, and need not be text', async () => {
		const one = Buffer.from([0xff]);
		await expectPlaintext(await encrypted({}, one), one);
	});

	it.each([
		['not compressed', enums.compression.uncompressed],
		['compressed with ZIP', enums.compression.zip],
		['compressed with ZLIB', enums.compression.zlib],
	])('%s', async (_, compression) => {
		const bytes = await encrypted({ compression });
		expect(bytes.length < csv.length).toBe(compression !== enums.compression.uncompressed);
		await expectPlaintext(bytes);
	});

	it.each([
		['a curve25519 key of RFC 9580', { type: 'curve25519' }],
		['a nistP256 key', { type: 'ecc', curve: 'nistP256' }],
		['an RSA 2048 key', { type: 'rsa', rsaBits: 2048 }],
	] as const)('opens when encrypted to %s', async (_, options) => {
		const key = await newKey('Customer', options);
		const bytes = await encrypted({ to: [key.toPublic()] });
		await expectPlaintext(bytes, csv, { keys: { privateKeys: key.armor() } });
	});

	it('opens when encrypted to the first or the second of our keys', async () => {
		await expectPlaintext(await encrypted({ to: [oursBefore.toPublic()] }));
	});

	it('opens when encrypted to a stranger and us', async () => {
		await expectPlaintext(await encrypted({ to: [stranger.toPublic(), ours.toPublic()] }));
		await expectPlaintext(await encrypted({ to: [ours.toPublic(), stranger.toPublic()] }));
	});

	it('opens when encrypted to hidden recipients', async () => {
		await expectPlaintext(
			await encrypted({ to: [stranger.toPublic(), oursBefore.toPublic()], hidden: true }),
		);
	});

	it('opens when a password can open it, too', async () => {
		await expectPlaintext(await encrypted({ passwords: ['secret'] }));
	});

	it('opens when encrypted to a key that has expired since', async () => {
		const made = new Date(Date.now() - 10 * DAY_MS);
		const key = await newKey('Customer', { date: made, keyExpirationTime: 2 * 24 * 3600 });
		const bytes = await encrypted({ to: [key.toPublic()], date: new Date(made.getTime() + 3_600_000) });
		await expectPlaintext(bytes, csv, { keys: { privateKeys: key.armor() } });
	});

	it.each([
		['GCM', enums.aead.gcm],
		['OCB', enums.aead.ocb],
		['EAX', enums.aead.eax],
	])('opens with AEAD (%s), for keys of the new and the old form', async (_, aead) => {
		const config = { aeadProtect: true, preferredAEADAlgorithm: aead };
		for (const v6Keys of [true, false]) {
			const key = await newKey('Customer', { config: { ...config, v6Keys } });
			const bytes = await encrypted({ to: [key.toPublic()], aead });
			expect(bytes.includes(Buffer.from([0x02, enums.symmetric.aes256, aead]))).toBe(true);
			await expectPlaintext(bytes, csv, { keys: { privateKeys: key.armor() } });
		}
	});
});

describe('a signature inside', () => {
	it("by one of the provider's keys is valid, and the signer is named", async () => {
		expect(await expectPlaintext(await encrypted({ signedBy: [theirs] }))).toMatchObject({
			signature: {
				verdict: 'valid',
				signer: {
					keyId: idOf(theirs),
					fingerprint: theirs.getFingerprint().toUpperCase(),
					userId: 'Tesouro',
				},
			},
		});
	});

	it('by a key that we were not given has an unknown signer', async () => {
		expect(await expectPlaintext(await encrypted({ signedBy: [stranger] }))).toMatchObject({
			signature: { verdict: 'unknown signer', signer: { keyId: idOf(stranger) } },
		});
	});

	it('by a known and an unknown key is valid, whatever their order', async () => {
		for (const signedBy of [
			[theirs, stranger],
			[stranger, theirs],
		]) {
			expect(await expectPlaintext(await encrypted({ signedBy }))).toMatchObject({
				signature: { verdict: 'valid', signer: { keyId: idOf(theirs) } },
			});
		}
	});

	it('keeps the file out of the store when it is wrong', async () => {
		const bytes = await encryptWithWrongSignature(csv, { by: theirs, to: ours.toPublic() });
		await expectRefusal(bytes, /signature by Tesouro is wrong: it does not belong/, /Do not use the file/);
	});

	it("proves nothing either way when it is a stranger's and wrong", async () => {
		const bytes = await encryptWithWrongSignature(csv, { by: stranger, to: ours.toPublic() });
		expect(await expectPlaintext(bytes)).toMatchObject({ signature: { verdict: 'unknown signer' } });
	});
});

describe('a file that cannot be opened gives an error with its remedy:', () => {
	it('encrypted to somebody else', async () => {
		const bytes = await encrypted({ to: [stranger.toPublic()] });
		const { keyPacket } = await stranger.getEncryptionKey();
		const id = keyPacket.getKeyID().toHex().toUpperCase();
		const message = new RegExp(
			`encrypted to ${id}; your keys are ${idOf(ours)} \\(with [0-9A-F]{16}\\), ${idOf(oursBefore)}`,
		);
		await expectRefusal(bytes, message, /Add the private key/);
	});

	it('encrypted to hidden recipients who are not us', async () => {
		const bytes = await encrypted({ to: [stranger.toPublic()], hidden: true });
		await expectRefusal(bytes, /None of your private keys opens the file/, /which of your keys they used/);
	});

	it('encrypted with a password alone', async () => {
		const bytes = await encrypted({ to: undefined, passwords: ['secret'] });
		await expectRefusal(bytes, /encrypted with a password, not to a key/, /encrypt it to your public key/);
	});

	it('encrypted without integrity protection', async () => {
		const bytes = await encryptUnprotected(csv, ours.toPublic());
		await expectRefusal(bytes, /without integrity protection.*refused/, /integrity protection/);
	});

	it.each<[string, () => Buffer | Promise<Buffer>, RegExp]>([
		['not encrypted', () => csv, /is not encrypted with OpenPGP/],
		['empty', () => Buffer.alloc(0), /is not encrypted with OpenPGP/],
		['a key', () => Buffer.from(ours.toPublic().armor()), /is a public key, not an encrypted file/],
	])(
		'%s',
		async (_, bytes, message) =>
			await expectRefusal(await bytes(), message, /choose the field|Fetch it again|look at the step/i),
	);

	it('with no private key, with a locked one, and with one that cannot be read', async () => {
		const bytes = await encrypted();
		await expectRefusal(bytes, /no private key/, /Add the private key/, { keys: {} });
		const locked = await newKey('Customer', { passphrase: 'secret' });
		await expectRefusal(bytes, /no private key/, /protected by a passphrase/, {
			keys: { privateKeys: locked.armor() },
		});
		await expectRefusal(bytes, /no private key/, /holds no OpenPGP key/, { keys: { privateKeys: 'hello' } });
	});

	it('from a field that does not exist', async () => {
		const { error } = await run([await itemOf(await encrypted())], {
			parameters: { binaryPropertyName: 'x' },
		});
		expect(error?.message).toContain("The item has no binary field 'x'");
	});

	it('the error never contains keys or plaintext', async () => {
		const bytes = await encryptWithWrongSignature(csv, { by: theirs, to: ours.toPublic() });
		const { execution } = await decryptOne(bytes);
		const said = JSON.stringify(execution.data?.data.resultData.error) + JSON.stringify(harness.logs);
		expect(said).not.toContain('Bäckerei');
		expect(said).not.toContain(ours.armor().split(/\r?\n/)[4]!.slice(0, 20));
	});

	it('the file is closed again: a thousand of them do not use up the open files', async () => {
		const items = await Promise.all(
			Array.from(
				{ length: 20 },
				async (_, index) =>
					await itemOf(index % 2 === 0 ? csv : await encrypted({ to: [stranger.toPublic()] })),
			),
		);
		const open = openStoredFiles();
		const { items: failed } = await run(items, { onError: 'continueRegularOutput' });
		expect(failed.filter(({ json }) => 'error' in json)).toHaveLength(20);
		await eventually(() => openStoredFiles().length === open.length);
		expect(openStoredFiles()).toEqual(open);
	});
});

describe('a file name', () => {
	it.each([
		['report.csv.gpg', '', 'report.csv'],
		['REPORT.CSV.PGP', '', 'REPORT.CSV'],
		['report.asc', '', 'report'],
		['report', 'inside.csv', 'inside.csv'],
		['report', '', 'report.decrypted'],
		['.gpg', 'inside.csv', 'inside.csv'],
		['report', '../../etc/passwd', 'passwd'],
		['report', '..\\..\\windows\\system32', 'system32'],
		['report', 'a\u0000b\r\nc', 'a_b__c'],
		['report', '....', 'report.decrypted'],
	])(
		'is the outer one, else the inner one without any path: %j, %j become %j',
		async (outside, inside, expected) => {
			const { items } = await decryptOne(await encrypted({ fileName: inside }), { fileName: outside });
			const facts = items[0]!.json.openPgp as { fileName: string };
			expect(facts.fileName).toBe(expected);
			expect(items[0]!.binary!.data!.fileName).toBe(expected);
		},
	);

	it('from the options wins', async () => {
		const { items } = await decryptOne(await encrypted({ fileName: 'inside.csv' }), {
			parameters: { options: { fileName: 'mine.txt' } },
		});
		expect(items[0]!.json.openPgp).toMatchObject({ fileName: 'mine.txt', mediaType: 'text/plain' });
	});

	it.each([
		['report.csv.gpg', '504b030414', 'report.csv.zip', 'application/zip'],
		['report.xlsx.gpg', '504b030414', 'report.xlsx', /spreadsheetml/],
		['letter.docx.gpg', '504b030414', 'letter.docx', /wordprocessingml/],
		['table.ods.gpg', '504b030414', 'table.ods', /opendocument\.spreadsheet/],
		['report.csv.gpg', '1f8b0800', 'report.csv.gz', 'application/gzip'],
		['report.tgz.gpg', '1f8b0800', 'report.tgz', 'application/gzip'],
		['report.gz.gpg', '1f', 'report.gz', 'application/gzip'],
	])('of an archive keeps what it is: %s with %s is %s', async (outside, start, fileName, mediaType) => {
		const { items } = await decryptOne(await encrypted({}, Buffer.from(start, 'hex')), {
			fileName: outside,
		});
		const facts = items[0]!.json.openPgp as { mediaType: string };
		expect(facts).toMatchObject({ fileName });
		expect(facts.mediaType).toMatch(mediaType);
		expect(items[0]!.binary!.data).toMatchObject({ fileName, mimeType: facts.mediaType });
	});

	it.each([
		['../../etc/passwd', '_.._etc_passwd'],
		['C:\\report.csv', 'C__report.csv'],
		[2026, '2026'],
	])('from the options cannot be a path: %p', async (chosen, fileName) => {
		const { items } = await decryptOne(await encrypted(), {
			parameters: { options: { fileName: chosen } },
		});
		expect(items[0]).toMatchObject({
			json: { openPgp: { fileName } },
			binary: { data: { fileName } },
		});
	});

	it('of the incoming file cannot be a path, in the facts or in the store', async () => {
		const item = await itemOf(await encrypted());
		item.binary!.data!.fileName = '../../etc/report.csv.gpg';
		const { items } = await run([item]);
		expect(items[0]).toMatchObject({
			json: { openPgp: { fileName: '_.._etc_report.csv' } },
			binary: { data: { fileName: '_.._etc_report.csv' } },
		});
	});

	it('gives no media type when its extension only looks known', async () => {
		const { items } = await decryptOne(await encrypted(), { fileName: 'report.constructor.gpg' });
		expect(items[0]!.json.openPgp).toMatchObject({
			fileName: 'report.constructor',
			mediaType: 'application/octet-stream',
		});
	});

	it('never becomes a path in the store', async () => {
		const before = harness.storedFiles();
		const fileName = '../../../../tmp/evil.csv.gpg';
		const { items } = await decryptOne(await encrypted(), { fileName });
		expect(items[0]!.binary!.data!.fileName).not.toMatch(/[/\\]|^\./);
		const added = harness.storedFiles().filter((file) => !before.includes(file));
		for (const file of added) expect(file).toMatch(/binary_data\/[0-9a-f-]{36}$/);
	});
});

describe('items', () => {
	const other: IBinaryData = { data: 'YWJj', mimeType: 'text/plain' };

	it('keep their JSON and other files, and the encrypted file when the output goes to another field', async () => {
		const item = await itemOf(await encrypted());
		const { items } = await run([{ ...item, binary: { ...item.binary, other } }], {
			parameters: { outputBinaryPropertyName: 'plain' },
		});
		expect(items[0]!.json.kept).toBe('as it came');
		expect(items[0]!.binary).toMatchObject({ other, data: item.binary!.data! });
		expect(await harness.readBinary(items[0]!.binary!.plain!)).toEqual(csv);
	});

	it('are passed on as they came when they fail and the node continues, and the next one is decrypted', async () => {
		const good = await itemOf(await encrypted());
		const bad = { ...(await itemOf(csv)), json: { number: 2 } };
		bad.binary = { ...bad.binary, other };
		const { items } = await run([good, bad, good], { onError: 'continueRegularOutput' });
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(items[1]).toMatchObject({
			json: {
				number: 2,
				error: expect.stringMatching(
					/^The file is not encrypted with OpenPGP: it is plain text\. \w/,
				) as string,
			},
			binary: bad.binary,
		});
		expect(items[2]!.json.openPgp).toMatchObject({ bytes: csv.length });
	});

	it('go to the error output with their files when they fail', async () => {
		const bad = await itemOf(csv);
		const { outputs } = await run([bad, await itemOf(await encrypted())], { onError: 'continueErrorOutput' });
		expect(outputs.map((items) => items.length)).toEqual([1, 1]);
		expect(outputs[1]![0]).toMatchObject({ json: { kept: 'as it came' }, binary: bad.binary });
	});

	it('are not touched after a failed one when the node stops', async () => {
		const before = harness.storedFiles().length;
		const { error, items } = await run([await itemOf(csv), await itemOf(await encrypted())]);
		expect(error?.message).toContain('not encrypted');
		expect(error).toMatchObject({ context: { itemIndex: 0 } });
		expect(items).toEqual([]);
		expect(harness.storedFiles()).toHaveLength(before + 2);
	});
});

describe.each(['filesystemAtomic', 'default'] as const)(
	'a file changed on its way, binary mode %s,',
	(mode) => {
		let message: Buffer;
		let signed: Buffer;
		let compressed: Buffer;

		beforeAll(async () => {
			await harness.stop();
			harness = await startWith(mode);
			message = await encrypted({ compression: enums.compression.uncompressed });
			compressed = await encrypted({ compression: enums.compression.zlib });
			signed = await encrypted({ signedBy: [theirs], armored: true });
		});
		// The tests may run in any order.
		afterAll(async () => {
			await harness.stop();
			harness = await startWith('filesystemAtomic');
		});

		/** Either an error and nothing stored, or the true plaintext: some bits, in a key ID for example, mean nothing. */
		async function expectNothingWrong(bytes: Buffer): Promise<'refused' | 'opened'> {
			const { items, error, left } = await decryptOne(bytes);
			if (error === undefined) {
				expect(await harness.readBinary(items[0]!.binary!.data!)).toEqual(csv);
				return 'opened';
			}
			expect(error.description).toBeTruthy();
			expect([items, left]).toEqual([[], 0]);
			return 'refused';
		}

		it('opens if nothing was changed', async () => {
			for (const bytes of [message, compressed, signed]) {
				expect(await expectNothingWrong(bytes)).toBe('opened');
			}
		});

		it('never gives a wrong file with one bit flipped at every 97th byte', async () => {
			let refused = 0;
			let tried = 0;
			for (const original of [message, compressed, signed]) {
				for (let at = 0; at < original.length; at += 97, tried++) {
					const bytes = Buffer.from(original);
					bytes[at]! ^= 1 << (at % 8);
					if ((await expectNothingWrong(bytes)) === 'refused') refused++;
				}
			}
			expect(tried).toBeGreaterThan(40);
			expect(refused / tried).toBeGreaterThan(0.8);
		});

		it('fails with the same text whichever bit of the encrypted data is flipped', async () => {
			// Behind the session key packet: up to there a change may mean nothing.
			const start = 2 + message[1]! + 10;
			const texts = new Set<string | undefined>();
			for (let at = start; at < message.length; at += 101) {
				const bytes = Buffer.from(message);
				bytes[at]! ^= 0x80;
				const { error, items, left } = await decryptOne(bytes);
				expect([items, left]).toEqual([[], 0]);
				texts.add(error?.message);
			}
			expect([...texts]).toEqual([expect.stringContaining('integrity check failed')]);
		});

		it('never leaves a file wherever it is cut off', async () => {
			for (const original of [message, compressed]) {
				for (let length = 0; length < original.length; length += 61) {
					const { error, items, left } = await decryptOne(original.subarray(0, length));
					expect(error?.message).toBeTruthy();
					expect([items, left]).toEqual([[], 0]);
				}
				for (const missing of [1, 2, 19, 20, 21, 22, 23]) {
					const { error, left } = await decryptOne(original.subarray(0, original.length - missing));
					expect(error?.message).toMatch(/integrity check failed|is cut off/);
					expect(left).toBe(0);
				}
			}
		});

		it('never leaves a file when the change comes after the first chunks, while plaintext is flowing', async () => {
			const plaintext = createNoise(600_000);
			const compression = enums.compression.uncompressed;
			for (const wish of [{ compression }, { compression, signedBy: [theirs], armored: true }]) {
				const original = await encrypted(wish, plaintext);
				await expectPlaintext(original, plaintext);
				for (const at of [0.3, 0.6, 0.9].map((part) => Math.floor(original.length * part))) {
					const changed = Buffer.from(original);
					changed[at] = changed[at] === 0x41 ? 0x42 : 0x41;
					await expectRefusal(changed, /integrity check failed|is cut off/);
					await expectRefusal(original.subarray(0, at), /integrity check failed|is cut off/);
				}
				await expectRefusal(
					original.subarray(0, original.length - (wish.armored ? 120 : 1)),
					/integrity check failed|is cut off/,
				);
			}
		});

		it('never gives a wrong file with bytes after its end, or with two messages in one', async () => {
			for (const tail of [Buffer.from([0]), Buffer.from('tail'), Buffer.alloc(64, 0xd2), message]) {
				await expectNothingWrong(Buffer.concat([message, tail]));
			}
		});

		it('never leaves a file when its armour is cut off', async () => {
			for (let length = 200; length < signed.length - 80; length += 211) {
				const { error, left } = await decryptOne(signed.subarray(0, length));
				expect(error?.message).toBeTruthy();
				expect(left).toBe(0);
			}
		});

		it('never leaves a file with AEAD when one bit is flipped or the end is missing', async () => {
			const key = await newKey('Customer', { config: { aeadProtect: true, v6Keys: true } });
			const aead = await encrypted({ to: [key.toPublic()], aead: enums.aead.gcm });
			const keys = { privateKeys: key.armor() };
			for (let at = 2 + aead[1]! + 6; at < aead.length; at += 97) {
				const bytes = Buffer.from(aead);
				bytes[at]! ^= 1;
				const { error, left } = await decryptOne(bytes, { keys });
				expect(error?.message).toBeTruthy();
				expect(left).toBe(0);
				const cut = await decryptOne(aead.subarray(0, at), { keys });
				expect(cut.error?.message).toBeTruthy();
				expect(cut.left).toBe(0);
			}
		});
	},
);

describe('large files', () => {
	beforeAll(async () => {
		await harness.stop();
		harness = await startWith('filesystemAtomic');
	});

	it('arrive byte for byte over several chunks', async () => {
		const plaintext = createNoise(3_000_000);
		await expectPlaintext(await encrypted({ signedBy: [theirs] }, plaintext), plaintext);
	});

	it.each([undefined, 'continueRegularOutput'] as const)(
		'are abandoned when the execution is cancelled (%s)',
		async (onError) => {
			const open = openStoredFiles();
			const item = await itemOf(await encrypted({}, createNoise(12_000_000)));
			const before = harness.storedFiles();
			const stop = new AbortController();
			let ended = false;
			const running = run([item, item], { signal: stop.signal, ...(onError && { onError }) });
			void running.finally(() => (ended = true));
			// Stopped in the middle: as soon as the first bytes are being written.
			await eventually(() => ended || harness.storedFiles().length > before.length);
			expect(ended).toBe(false);
			stop.abort();
			const { execution } = await running;
			expect(execution.status).toBe('canceled');
			await eventually(() => openStoredFiles().length === open.length);
			expect(openStoredFiles()).toEqual(open);
			expect(harness.storedFiles()).toEqual(before);
		},
	);

	it('are abandoned with nothing kept when the execution is cancelled, also if they unpack from a little ciphertext', async () => {
		const item = await itemOf(
			await encrypted({ compression: enums.compression.zlib }, Buffer.alloc(90_000_000)),
		);
		const before = harness.storedFiles();
		const stop = new AbortController();
		const running = run([item], { signal: stop.signal });
		await eventually(() => harness.storedFiles().length > before.length);
		stop.abort();
		expect((await running).execution.status).toBe('canceled');
		await eventually(() => harness.storedFiles().length === before.length);
		expect(harness.storedFiles()).toEqual(before);
	});
});

/** Lets everything else run until something is so, but not for ever. */
async function eventually(isSo: () => boolean): Promise<void> {
	const deadline = Date.now() + 5_000;
	while (!isSo() && Date.now() < deadline) await setImmediate();
}

/** What the process holds open in n8n's folder, as Linux tells it. */
function openStoredFiles(): string[] {
	return readdirSync('/proc/self/fd').flatMap((descriptor) => {
		try {
			const file = readlinkSync(`/proc/self/fd/${descriptor}`);
			return file.includes('binary_data') ? [file] : [];
		} catch {
			return []; // closed since the folder was read
		}
	});
}

/** Bytes that do not compress, the same each time. */
function createNoise(length: number): Buffer {
	const blocks = Array.from({ length: Math.ceil(length / 64) }, (_, index) =>
		createHash('sha512').update(String(index)).digest(),
	);
	return Buffer.concat(blocks).subarray(0, length);
}
