import { realPause } from '../../shared/run/clock';

/** Remembers what is costly to make and better not kept: a few things, and each for a short time. */
export class ShortMemory<T> {
	private readonly entries = new Map<string, { value: Promise<T>; number: number }>();
	private made = 0;

	constructor(
		private readonly atMost: number,
		private readonly forMs: number,
	) {}

	get size(): number {
		return this.entries.size;
	}

	/** What is remembered under the key, else what `make` gives. The time counts from there, however often it is used. */
	async get(key: string, make: () => Promise<T>): Promise<T> {
		const entry = this.entries.get(key) ?? this.remember(key, make());
		// Put last again: the one that was not used for the longest time goes first.
		this.entries.delete(key);
		this.entries.set(key, entry);
		const [oldest] = this.entries.keys();
		if (this.entries.size > this.atMost && oldest !== undefined) this.entries.delete(oldest);
		return await entry.value;
	}

	private remember(key: string, value: Promise<T>) {
		const number = ++this.made;
		void this.forget(key, number);
		return { value, number };
	}

	/** Knows the number alone: what waits here must not hold on to what is to be forgotten. */
	private async forget(key: string, number: number): Promise<void> {
		await realPause(this.forMs);
		if (this.entries.get(key)?.number === number) this.entries.delete(key);
	}
}
