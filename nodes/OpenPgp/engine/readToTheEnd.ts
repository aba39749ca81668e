import { failureOf, Failure, type WatchedSource } from '../failure';
import type { Bytes } from '../../shared/files/streams';
import { StallGuard } from './stallGuard';

/** Reads on, and tells every failure in the words of `describe`, which says the same of all that has to stay unsaid. */
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
		// Streams that stand still would not answer: nothing waits for them, and the source is closed directly.
		if (!finished) {
			iterator.return?.().catch(failureOf);
			await source.cancel().catch(failureOf);
		}
	}
}

/** What the promise gives, or a Failure: its own, or because the streams behind it stand still. */
export async function openWatched<T>(opening: Promise<T>, source: WatchedSource): Promise<T | Failure> {
	const guard = new StallGuard(() => source.moves());
	const opened = await guard.wait(opening);
	guard.end();
	return opened;
}
