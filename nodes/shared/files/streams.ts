/** Bytes that come as they are asked for; every reader below pulls, so back-pressure reaches the network. */
export type Bytes = AsyncIterable<Uint8Array>;

/** A Web stream that asks the source for one chunk at a time and gives it up when it is cancelled. */
export function toWebStream<T>(source: AsyncIterable<T>): ReadableStream<T> {
	const iterator = source[Symbol.asyncIterator]();
	return new ReadableStream<T>(
		{
			async pull(controller) {
				const { done, value } = await iterator.next();
				if (done) controller.close();
				else controller.enqueue(value);
			},
			async cancel() {
				await iterator.return?.();
			},
		},
		{ highWaterMark: 0 },
	);
}

/** The first bytes of a source, and the source as if nothing had been read. */
export async function peek(source: Bytes, atLeast: number): Promise<{ head: Buffer; whole: Bytes }> {
	const iterator = source[Symbol.asyncIterator]();
	const chunks: Uint8Array[] = [];
	let length = 0;
	while (length < atLeast) {
		const { done, value } = await iterator.next();
		if (done) break;
		chunks.push(value);
		length += value.length;
	}
	// Not a generator: one that is given up before it was started would not close the source.
	const whole: AsyncIterator<Uint8Array> = {
		next: async () => {
			const value = chunks.shift();
			return value === undefined ? await iterator.next() : { done: false, value };
		},
		return: async () => (await iterator.return?.()) ?? { done: true, value: undefined },
	};
	return { head: Buffer.concat(chunks), whole: { [Symbol.asyncIterator]: () => whole } };
}

/** Passes bytes on and calls back with each chunk: for counting, hashing and limits. */
export async function* tap(source: Bytes, onChunk: (chunk: Uint8Array) => void): AsyncGenerator<Uint8Array> {
	for await (const chunk of source) {
		onChunk(chunk);
		yield chunk;
	}
}

/** Ends with an error as soon as the signal fires, so a cancelled execution stops its work. */
export async function* abortable(source: Bytes, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
	for await (const chunk of source) {
		signal?.throwIfAborted();
		yield chunk;
	}
}

/** All bytes in one piece, for sources that are known to be small. */
export async function collect(source: Bytes): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of source) chunks.push(chunk);
	return Buffer.concat(chunks);
}

/** The same up to a size; more than that ends with a RangeError. */
export async function collectAtMost(source: Bytes, bytesAtMost: number): Promise<Buffer> {
	let length = 0;
	const limited = tap(source, (chunk) => {
		length += chunk.length;
		if (length > bytesAtMost) throw new RangeError(`more than ${bytesAtMost} bytes`);
	});
	return await collect(limited);
}

/** Bytes in memory as a source. A copy, because readers may write into what they are given. */
export async function* once(bytes: Uint8Array): AsyncGenerator<Buffer> {
	yield Buffer.from(bytes);
}
