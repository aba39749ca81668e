import { createHash } from 'node:crypto';
import { enums } from 'openpgp';
import { encryptUnprotected, encryptWithWrongSignature } from '../messages.mts';
import { idOf, newKey } from '../newKey.mts';
import {
	csv,
	harness,
	ours,
	oursBefore,
	theirs,
	stranger,
	encrypted,
	itemOf,
	run,
	decryptOne,
	expectPlaintext,
	expectRefusal,
	eventually,
	openStoredFiles,
	useDecryptStage,
} from './decryptStage.mts';

useDecryptStage();

const DAY_MS = 24 * 3_600_000;

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
