import type { Bytes } from '../shared/files/streams';
import type { Work } from './engine/work';

/** A caught error as a value, so what is thrown is always our own text. */
export class Failure {
	constructor(readonly cause: unknown) {}
}

export const failureOf = (cause: unknown) => new Failure(cause);

/** Whether it ends well. */
export const succeeds = async (work: Promise<unknown>) => !((await work.catch(failureOf)) instanceof Failure);

/**
 * A source that remembers how it failed: a broken download, a cancelled execution or a limit says more than "damaged",
 * which is all that can be seen after decryption.
 */
export class WatchedSource implements AsyncIterable<Uint8Array> {
	failure: unknown;
	private given = 0;
	private isWaiting = false;
	private iterator: AsyncIterator<Uint8Array> | undefined;

	constructor(
		private readonly source: Bytes,
		/** Pays by the size of what came. */
		private readonly work: Work,
	) {}

	/** How many pieces it gave so far; undefined while it waits for the next one itself. */
	moves(): number | undefined {
		return this.isWaiting ? undefined : this.given;
	}

	/** Gives up the source, even while it is being read. */
	async cancel(): Promise<void> {
		await this.iterator?.return?.();
	}

	async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
		const iterator = this.source[Symbol.asyncIterator]();
		this.iterator = iterator;
		let finished = false;
		try {
			for (;;) {
				this.isWaiting = true;
				const next = await iterator.next().catch(failureOf);
				this.isWaiting = false;
				this.given++;
				if (next instanceof Failure) {
					this.failure = next.cause;
					throw next.cause;
				}
				if (next.done) break;
				this.work.came(next.value.length);
				yield next.value;
			}
			finished = true;
		} finally {
			if (!finished) await iterator.return?.();
		}
	}
}
