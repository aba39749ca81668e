/** A set of texts that forgets the oldest when it is full. */
export class BoundedSet {
	private readonly texts = new Set<string>();

	constructor(private readonly atMost: number) {}

	/** Adds a text, or makes it the newest. */
	add(text: string): void {
		this.texts.delete(text);
		this.texts.add(text);
		const [oldest] = this.texts;
		if (this.texts.size > this.atMost && oldest !== undefined) this.texts.delete(oldest);
	}

	has(text: string): boolean {
		return this.texts.has(text);
	}
}
