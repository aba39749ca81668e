/** Hands bytes from one who writes to one who reads: the writer waits while the reader is busy. */
export class Channel {
	private waiting: Buffer | undefined;
	private wakeReader: (() => void) | undefined;
	private wakeWriter: (() => void) | undefined;
	private hasEnded = false;
	/** Of the writer, for the reader. */
	private writerFailure: { cause: unknown } | undefined;
	/** Of the reader, for the writer. */
	private readerFailure: { cause: unknown } | undefined;

	/** Ends with the reader's error when it has given up. */
	async write(bytes: Buffer): Promise<void> {
		while (this.waiting !== undefined && this.readerFailure === undefined) {
			await new Promise<void>((resolve) => (this.wakeWriter = resolve));
		}
		if (this.readerFailure !== undefined) throw this.readerFailure.cause;
		this.waiting = bytes;
		this.wakeReader?.();
	}

	end(): void {
		this.hasEnded = true;
		this.wakeReader?.();
	}

	/** Ends the reader's bytes with an error. */
	fail(cause: unknown): void {
		this.writerFailure = { cause };
		this.wakeReader?.();
	}

	/** The reader will not read on. */
	giveUp(cause: unknown): void {
		this.readerFailure = { cause };
		this.wakeWriter?.();
	}

	async *bytes(): AsyncGenerator<Buffer> {
		for (;;) {
			if (this.writerFailure !== undefined) throw this.writerFailure.cause;
			if (this.waiting !== undefined) {
				const bytes = this.waiting;
				this.waiting = undefined;
				this.wakeWriter?.();
				yield bytes;
			} else if (this.hasEnded) return;
			else await new Promise<void>((resolve) => (this.wakeReader = resolve));
		}
	}
}
