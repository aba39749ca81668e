/** Gathers pieces of reused bytes into buffers that can be passed on. */
export class Gatherer {
	/** Made when something is added: most gatherers end empty. */
	private buffer = Buffer.alloc(0);
	length = 0;

	constructor(private readonly size = 256 * 1024) {}

	get isFull(): boolean {
		return this.length >= this.size;
	}

	/** Whether this many bytes more can be added without moving those that are here. */
	hasRoomFor(bytes: number): boolean {
		return this.length + bytes <= this.size;
	}

	/** Takes a copy. */
	add(bytes: Buffer, start = 0, end = bytes.length): void {
		const needed = this.length + end - start;
		if (needed > this.buffer.length) {
			const larger = Buffer.allocUnsafe(
				Math.max(needed, this.size, this.buffer.length + (this.buffer.length >> 2)),
			);
			this.buffer.copy(larger, 0, 0, this.length);
			this.buffer = larger;
		}
		bytes.copy(this.buffer, this.length, start, end);
		this.length = needed;
	}

	addText(text: string): void {
		this.add(Buffer.from(text));
	}

	/** What was gathered, which belongs to the caller from now on. */
	take(): Buffer {
		const taken = this.buffer.subarray(0, this.length);
		this.buffer = Buffer.alloc(0);
		this.length = 0;
		return taken;
	}
}
