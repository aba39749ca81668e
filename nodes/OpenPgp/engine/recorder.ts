import type { Bytes } from '../../shared/streams';

/**
 * Passes bytes on and remembers them until it is told to stop, so that another reader can start over from the beginning.
 */
export class Recorder implements AsyncIterable<Uint8Array> {
	private readonly source: AsyncIterator<Uint8Array>;
	private recorded: Uint8Array[] | undefined = [];

	constructor(source: Bytes) {
		this.source = source[Symbol.asyncIterator]();
	}

	[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
		return {
			next: async () => {
				const result = await this.source.next();
				if (!result.done) this.recorded?.push(result.value);
				return result;
			},
			return: async () => (await this.source.return?.()) ?? { done: true, value: undefined },
		};
	}

	stop(): void {
		this.recorded = undefined;
	}

	/** Everything from the beginning; what was read already comes from memory. */
	async *replay(): AsyncGenerator<Uint8Array> {
		const recorded = this.recorded ?? [];
		this.stop();
		yield* recorded;
		yield* { [Symbol.asyncIterator]: () => this.source };
	}
}
