import { setImmediate } from 'node:timers/promises';
import { abortable, collect, peek, tap, toWebStream, type Bytes } from '../../../nodes/shared/files/streams';
import { createRandom } from '../../../tools/sandbox/random.mts';

/** A source that counts what is asked of it. */
class Source implements AsyncIterable<Uint8Array> {
	pulls = 0;
	closed = false;

	constructor(
		private readonly chunks: Uint8Array[],
		private readonly failure?: Error,
	) {}

	[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
		return {
			next: async () => {
				const value = this.chunks[this.pulls++];
				if (value !== undefined) return { done: false, value };
				if (this.failure !== undefined) throw this.failure;
				return { done: true, value: undefined };
			},
			return: async () => {
				this.closed = true;
				return { done: true, value: undefined };
			},
		};
	}
}

const chunksOf = (...texts: string[]) => texts.map((text) => new Uint8Array(Buffer.from(text)));
const numbered = (count: number) =>
	chunksOf(...Array.from({ length: count }, (_, index) => `chunk ${index};`));

async function takeOne(bytes: Bytes) {
	for await (const chunk of bytes) return chunk;
	return undefined;
}

describe('a Web stream over a source', () => {
	it('pulls nothing before it is read, and one chunk for each read', async () => {
		const source = new Source(numbered(100));
		const reader = toWebStream(source).getReader();
		await setImmediate();
		expect(source.pulls).toBe(0);
		for (let reads = 1; reads <= 5; reads++) {
			await reader.read();
			await setImmediate();
			expect(source.pulls).toBe(reads);
		}
	});

	it('closes the source when it is cancelled', async () => {
		const source = new Source(numbered(100));
		const reader = toWebStream(source).getReader();
		await reader.read();
		await reader.cancel();
		expect(source).toMatchObject({ closed: true, pulls: 1 });
	});

	it('returns everything in order, and ends', async () => {
		const chunks: Uint8Array[] = [];
		for await (const chunk of toWebStream(new Source(numbered(20)))) chunks.push(chunk);
		expect(chunks).toEqual(numbered(20));
	});

	it('fails as its source fails', async () => {
		const reader = toWebStream(new Source(numbered(1), new Error('torn'))).getReader();
		await reader.read();
		await expect(reader.read()).rejects.toThrow('torn');
	});
});

describe('peek', () => {
	it('returns the first bytes and everything, whatever the chunks', async () => {
		const random = createRandom(7);
		for (let time = 0; time < 300; time++) {
			const chunks = Array.from({ length: random.below(9) }, () =>
				new Uint8Array(random.below(6)).map(() => random.below(256)),
			);
			const all = Buffer.concat(chunks);
			const atLeast = random.below(20);
			const { head, whole } = await peek(new Source(chunks), atLeast);
			expect(head.length).toBeGreaterThanOrEqual(Math.min(atLeast, all.length));
			expect(all.subarray(0, head.length)).toEqual(head);
			expect(await collect(whole)).toEqual(all);
		}
	});

	it('pulls no more than it needs', async () => {
		const source = new Source(chunksOf('abc', 'def', 'ghi'));
		await peek(source, 4);
		expect(source.pulls).toBe(2);
	});

	it('pulls no more than requested afterwards', async () => {
		const source = new Source(chunksOf('a', 'b', 'c', 'd'));
		const { whole } = await peek(source, 1);
		const iterator = whole[Symbol.asyncIterator]();
		await iterator.next();
		expect(source.pulls).toBe(1);
		await iterator.next();
		expect(source.pulls).toBe(2);
	});

	it('closes the source when the rest is abandoned', async () => {
		const source = new Source(numbered(5));
		const { whole } = await peek(source, 1);
		expect(await takeOne(whole)).toEqual(numbered(1)[0]);
		expect(source.closed).toBe(true);
	});

	it('closes the source when the rest is abandoned before it was read', async () => {
		const source = new Source(numbered(5));
		const { whole } = await peek(source, 1);
		await whole[Symbol.asyncIterator]().return?.();
		expect(source.closed).toBe(true);
	});

	it('passes on how the source failed, at once or later', async () => {
		await expect(peek(new Source([], new Error('torn')), 1)).rejects.toThrow('torn');
		const { whole } = await peek(new Source(chunksOf('ab'), new Error('torn later')), 1);
		await expect(collect(whole)).rejects.toThrow('torn later');
	});
});

describe('tap and abortable', () => {
	it('tap sees each chunk once, unchanged, when it is requested', async () => {
		const seen: Uint8Array[] = [];
		const source = new Source(numbered(3));
		const tapped = tap(source, (chunk) => void seen.push(chunk));
		expect(source.pulls).toBe(0);
		expect(await collect(tapped)).toEqual(Buffer.concat(numbered(3)));
		expect(seen).toEqual(numbered(3));
	});

	it('tap closes its source when its observer throws', async () => {
		const source = new Source(numbered(3));
		const tapped = tap(source, () => {
			throw new Error('too large');
		});
		await expect(collect(tapped)).rejects.toThrow('too large');
		expect(source.closed).toBe(true);
	});

	it('abortable fails and closes its source once the signal has fired', async () => {
		const source = new Source(numbered(100));
		const stop = new AbortController();
		const iterator = abortable(source, stop.signal)[Symbol.asyncIterator]();
		await iterator.next();
		stop.abort();
		await expect(iterator.next()).rejects.toMatchObject({ name: 'AbortError' });
		expect(source).toMatchObject({ closed: true, pulls: 2 });
	});

	it('abortable without a signal changes nothing', async () => {
		expect(await collect(abortable(new Source(numbered(3)), undefined))).toEqual(Buffer.concat(numbered(3)));
	});
});
