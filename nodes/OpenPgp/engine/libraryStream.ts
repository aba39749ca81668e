/**
 * Reads a stream of the library. Not by `for await`: the library puts its hashing streams behind the methods of a stream,
 * but not behind its iterator.
 */
export async function* readStream<T>(stream: ReadableStream<T>): AsyncGenerator<T> {
	const reader = stream.getReader();
	let finished = false;
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) break;
			yield value;
		}
		finished = true;
	} finally {
		// Not awaited: when the library has split a stream in two, `cancel` resolves only after both parts are cancelled.
		if (!finished) reader.cancel().catch(() => undefined);
	}
}
