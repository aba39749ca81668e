import { failureOf, Failure, type WatchedSource } from '../failure';
import type { Bytes } from '../../shared/files/streams';
import { StallGuard } from './stallGuard';

/**
 * Reads everything, and gives every failure the text of `describe`, which is the same for all failures that must not be
 * distinguished.
 */
export async function* readToTheEnd(
	plaintext: Bytes,
	source: WatchedSource,
	describe: () => unknown,
): AsyncGenerator<Uint8Array> {
	const iterator = plaintext[Symbol.asyncIterator]();
	const guard = new StallGuard(() => source.moves());
	let finished = false;
	try {
		for (;;) {
			const next = await guard.wait(iterator.next());
			if (next instanceof Failure) throw describe();
			if (next.done) break;
			yield next.value;
		}
		finished = true;
	} finally {
		guard.end();
		// Stalled streams would not answer: they are not awaited, and the source is closed directly.
		if (!finished) {
			iterator.return?.().catch(failureOf);
			await source.cancel().catch(failureOf);
		}
	}
}

/** The result of the promise, or a Failure: its own, or because its streams have stalled. */
export async function openWatched<T>(opening: Promise<T>, source: WatchedSource): Promise<T | Failure> {
	const guard = new StallGuard(() => source.moves());
	const opened = await guard.wait(opening);
	guard.end();
	return opened;
}
