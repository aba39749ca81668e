/** XML that grows at its end, as bytes, and is taken away in pieces. */
export class XmlBytes {
	length = 0;
	private bytes = Buffer.allocUnsafe(1 << 17);

	/** Makes room for so many bytes more: the others do not look. */
	reserve(length: number): void {
		if (this.length + length <= this.bytes.length) return;
		const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + length));
		this.bytes.copy(larger, 0, 0, this.length);
		this.bytes = larger;
	}

	/** Bytes of a few characters; a call of `copy` would take longer than they do. */
	add(from: Uint8Array, start = 0, end = from.length): void {
		const { bytes } = this;
		let to = this.length;
		for (let at = start; at < end; at++) bytes[to++] = from[at]!;
		this.length = to;
	}

	/** A text, for which room need not have been made. */
	addText(text: string): void {
		this.reserve(text.length * 3);
		this.length += this.bytes.write(text, this.length, 'utf8');
	}

	/** A few characters of ASCII; a call of `write` would take longer than they do. */
	addAscii(text: string): void {
		const { bytes } = this;
		let to = this.length;
		for (let at = 0; at < text.length; at++) bytes[to++] = text.charCodeAt(at);
		this.length = to;
	}

	/** A whole number, not below 0, in digits. */
	addNumber(value: number): void {
		let digits = 1;
		for (let limit = 10; limit <= value; limit *= 10) digits++;
		let left = value;
		for (let at = this.length + digits - 1; at >= this.length; at--) {
			const next = Math.floor(left / 10);
			this.bytes[at] = 48 + left - next * 10;
			left = next;
		}
		this.length += digits;
	}

	/** What there is, which is then no longer here. */
	take(): Buffer {
		const taken = Buffer.from(this.bytes.subarray(0, this.length));
		this.length = 0;
		return taken;
	}
}
