import { randomBytes } from 'node:crypto';
import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { deflate } from '../../../nodes/shared/files/deflate';
import { collect } from '../../../nodes/shared/files/streams';

const KB = 1024;

/** Pieces of bytes that do not get smaller, and what is known of them. */
function source(pieces: number, bytes = 64 * KB, failure?: Error) {
	const seen = { asked: 0, closed: false };
	async function* make() {
		try {
			for (; seen.asked < pieces;) {
				seen.asked++;
				yield randomBytes(bytes);
			}
			if (failure !== undefined) throw failure;
		} finally {
			seen.closed = true;
		}
	}
	return { seen, bytes: make() };
}

describe('what deflate makes is what zlib reads', () => {
	const inflaters = { 'deflate-raw': inflateRawSync, deflate: inflateSync, gzip: gunzipSync };
	const pieces = [1, 0, 64 * KB, 64 * KB + 1, 300 * KB, 2].map((length) => randomBytes(length));
	async function* inPieces() {
		yield* pieces;
	}

	for (const format of ['deflate-raw', 'deflate', 'gzip'] as const) {
		test(`${format}, pieces of any length`, async () => {
			const made = await collect(deflate(inPieces(), format));
			expect(inflaters[format](made).equals(Buffer.concat(pieces))).toBe(true);
		});
	}

	test('nothing', async () => {
		expect(inflateRawSync(await collect(deflate(source(0).bytes, 'deflate-raw')))).toHaveLength(0);
	});
});

test('the next piece is made while one is compressed', async () => {
	let compressing = false;
	const during: boolean[] = [];
	const write = WritableStreamDefaultWriter.prototype.write;
	const spy = jest.spyOn(WritableStreamDefaultWriter.prototype, 'write').mockImplementation(async function (
		this: WritableStreamDefaultWriter,
		piece: unknown,
	) {
		compressing = true;
		await write.call(this, piece);
		compressing = false;
	});
	async function* watched() {
		for (let piece = 0; piece < 5; piece++) {
			during.push(compressing);
			yield randomBytes(64 * KB);
		}
	}
	await collect(deflate(watched(), 'deflate-raw'));
	spy.mockRestore();
	expect(during).toEqual([false, true, true, true, true]);
});

test('a slow reader holds the source back', async () => {
	const { seen, bytes } = source(200);
	let out = 0;
	let mostHeld = 0;
	for await (const piece of deflate(bytes, 'deflate-raw')) {
		out += piece.length;
		mostHeld = Math.max(mostHeld, seen.asked * 64 * KB - out);
		await new Promise((resolve) => setImmediate(resolve));
	}
	expect(seen.asked).toBe(200);
	// The piece that is compressed, the one ahead, and what zlib keeps to itself.
	expect(mostHeld).toBeLessThan(512 * KB);
});

test.each([1, 16, 64, 100, 128, 1_000])(
	'a reader that stops closes a source of pieces of %i KB',
	async (size) => {
		const { seen, bytes } = source(1_000, size * KB);
		for await (const piece of deflate(bytes, 'gzip')) if (piece.length > 10) break;
		expect(seen.closed).toBe(true);
		expect(seen.asked).toBeLessThan(200);
	},
);

test.each([0, 1, 3])('the error of a source that fails after %i pieces comes out', async (pieces) => {
	const { seen, bytes } = source(pieces, 64 * KB, new Error('the disk is gone'));
	await expect(collect(deflate(bytes, 'deflate-raw'))).rejects.toThrow('the disk is gone');
	expect(seen.closed).toBe(true);
});
