import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { enums, type PrivateKey } from 'openpgp';
import { decrypt } from '../../../nodes/OpenPgp/engine/decrypt';
import { decryptTwice } from '../../../nodes/OpenPgp/engine/decryptTwice';
import { readKeyRing, type KeyRing } from '../../../nodes/OpenPgp/keys/keys';
import { limitSize } from '../../../nodes/OpenPgp/limits';
import { encryptBytes, encryptWithWrongSignature, type Wish } from '../messages.mts';
import { newKey } from '../newKey.mts';

const rows = Array.from({ length: 40_000 }, (_, row) => `${row},Bäckerei "Müller",${(row * 7919) % 1000}.00`);
const csv = Buffer.from(rows.join('\n'));

const folder = mkdtempSync(path.join(tmpdir(), 'rd-twice-'));
const file = path.join(folder, 'report.csv.gpg');
let ours: PrivateKey;
let theirs: PrivateKey;
let ring: KeyRing;

beforeAll(async () => {
	ours = await newKey('Customer');
	theirs = await newKey('Provider');
	ring = await readKeyRing({ privateKeys: ours.armor(), publicKeys: theirs.toPublic().armor() });
});
afterAll(() => rmSync(folder, { recursive: true }));

const encrypted = async (wish: Partial<Wish> = {}) =>
	await encryptBytes(csv, {
		to: [ours.toPublic()],
		compression: enums.compression.zlib,
		signedBy: [theirs],
		...wish,
	});

/** Opens the stored file, and remembers how often it was opened and what is still open. */
class StoredFile {
	opened = 0;
	readonly streams: Array<ReturnType<typeof createReadStream>> = [];

	constructor(bytes: Buffer) {
		writeFileSync(file, bytes);
	}

	open = async () => {
		this.opened++;
		const stream = createReadStream(file, { highWaterMark: 16_384 });
		this.streams.push(stream);
		return await decrypt(stream, ring);
	};

	get allClosed() {
		return this.streams.every(({ destroyed }) => destroyed);
	}
}

/** What a reader of rows does: it acts on each batch as it comes. */
async function* batches(plaintext: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<string[]> {
	const decoder = new TextDecoder();
	let rest = '';
	let batch: string[] = [];
	for await (const chunk of plaintext) {
		const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
		rest = lines.pop()!;
		for (const line of lines) {
			batch.push(line);
			if (batch.length === size) {
				yield batch;
				batch = [];
			}
		}
	}
	yield [...batch, rest];
}

async function readAll(stored: StoredFile) {
	const released: string[] = [];
	const work = async () => {
		const { plaintext } = await decryptTwice(stored.open);
		for await (const batch of batches(plaintext, 1_000)) released.push(...batch);
	};
	const failure = await work().then(
		() => undefined,
		(error: Error) => error,
	);
	return { released, failure };
}

it('rows come in batches, and what is known of the file before the first of them', async () => {
	const stored = new StoredFile(await encrypted());
	const proven = await decryptTwice(stored.open);
	expect(proven).toMatchObject({ bytes: csv.length, cipher: 'aes256', signature: { verdict: 'valid' } });
	const sizes: number[] = [];
	const seen: string[] = [];
	for await (const batch of batches(proven.plaintext, 9_000)) {
		sizes.push(batch.length);
		seen.push(...batch);
	}
	expect(sizes).toEqual([9_000, 9_000, 9_000, 9_000, 4_000]);
	expect(seen).toEqual(rows);
	expect([stored.opened, stored.allClosed]).toEqual([2, true]);
});

it.each<[string, Partial<Wish>]>([
	['AES with MDC', {}],
	['not compressed', { compression: enums.compression.uncompressed }],
	['AEAD', { aead: enums.aead.gcm }],
])('no row of a file that was changed or cut off near its end comes out: %s', async (_, wish) => {
	const bytes = await encrypted(wish);
	for (const back of [1, 30, 5_000]) {
		const changed = Buffer.from(bytes);
		changed[bytes.length - back]! ^= 1;
		for (const broken of [changed, bytes.subarray(0, bytes.length - back)]) {
			const { released, failure } = await readAll(new StoredFile(broken));
			expect(failure?.message).toMatch(/integrity check failed/);
			expect(released).toEqual([]);
		}
	}
});

it('no row of a file whose signature is wrong comes out', async () => {
	const bytes = await encryptWithWrongSignature(csv, { by: theirs, to: ours.toPublic() });
	const stored = new StoredFile(bytes);
	const { released, failure } = await readAll(stored);
	expect(failure?.message).toMatch(/signature by .* is wrong/);
	expect([released, stored.opened, stored.allClosed]).toEqual([[], 1, true]);
});

it('no row comes out when a limit is passed at the end', async () => {
	const stored = new StoredFile(await encrypted());
	const limits = { bytesAtMost: csv.length - 1, expansionAtMost: 1_000, areOptions: true };
	const released: Uint8Array[] = [];
	const work = async () => {
		const { plaintext } = await decryptTwice(async () => {
			const decryption = await stored.open();
			return {
				...decryption,
				plaintext: limitSize(decryption.plaintext, limits),
			};
		});
		for await (const chunk of plaintext) released.push(chunk);
	};
	await expect(work()).rejects.toThrow(/larger than the limit/);
	expect([released, stored.allClosed]).toEqual([[], true]);
});

it('a file that was changed between the two readings ends with an error', async () => {
	const bytes = await encrypted();
	const stored = new StoredFile(bytes);
	const { plaintext } = await decryptTwice(async () => {
		if (stored.opened === 1) {
			const changed = Buffer.from(bytes);
			changed[bytes.length - 30]! ^= 1;
			writeFileSync(file, changed);
		}
		return await stored.open();
	});
	await expect(
		(async () => {
			for await (const chunk of plaintext) void chunk;
		})(),
	).rejects.toThrow(/integrity check failed/);
});

it('the file is closed when the reader has enough', async () => {
	const stored = new StoredFile(await encrypted({ compression: enums.compression.uncompressed }));
	const { plaintext } = await decryptTwice(stored.open);
	for await (const batch of batches(plaintext, 10)) {
		expect(batch).toEqual(rows.slice(0, 10));
		break;
	}
	expect([stored.opened, stored.allClosed]).toEqual([2, true]);
});
