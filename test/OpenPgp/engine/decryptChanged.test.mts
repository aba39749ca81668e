import { enums } from 'openpgp';
import { newKey } from '../newKey.mts';
import {
	csv,
	harness,
	theirs,
	restartIn,
	encrypted,
	decryptOne,
	expectPlaintext,
	expectRefusal,
	createNoise,
	useDecryptStage,
} from './decryptStage.mts';

useDecryptStage();

describe.each(['filesystemAtomic', 'default'] as const)(
	'a file changed on its way, binary mode %s,',
	(mode) => {
		let message: Buffer;
		let signed: Buffer;
		let compressed: Buffer;

		beforeAll(async () => {
			await restartIn(mode);
			message = await encrypted({ compression: enums.compression.uncompressed });
			compressed = await encrypted({ compression: enums.compression.zlib });
			signed = await encrypted({ signedBy: [theirs], armored: true });
		});
		// The tests may run in any order.
		afterAll(async () => await restartIn('filesystemAtomic'));

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
