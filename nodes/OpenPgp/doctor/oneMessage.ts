import type { Bytes } from '../../shared/files/streams';
import { cutOff, severalMessages } from './oddArmor';

const END = Buffer.from('-----END PGP ');
const BEGIN = Buffer.from('-----BEGIN PGP MESSAGE');
const OVERLAP = BEGIN.length - 1;

/**
 * Passes an armour on unchanged, but the piece with its END line only after the rest has been read and no other message
 * follows: a second message must not be ignored silently. Throws without an END line.
 */
export async function* oneMessage(source: Bytes): AsyncGenerator<Uint8Array> {
	let tail: Buffer = Buffer.alloc(0);
	let held: Buffer[] | undefined;
	let text: Buffer = Buffer.alloc(0);
	for await (const chunk of source) {
		const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
		if (held === undefined) {
			const seam = Buffer.concat([tail, bytes.subarray(0, OVERLAP)]);
			const inSeam = seam.indexOf(END);
			const at = inSeam >= 0 ? Math.max(0, inSeam - tail.length) : bytes.indexOf(END);
			tail = Buffer.concat([tail, bytes.subarray(-OVERLAP)]).subarray(-OVERLAP);
			if (at < 0) {
				yield bytes;
				continue;
			}
			// Copied: the next reader may write to the piece, and the source may reuse its buffer.
			held = [Buffer.from(bytes)];
			text = Buffer.from(bytes.subarray(at));
		} else {
			text = Buffer.concat([text.subarray(-OVERLAP), bytes]);
			if (held.length < 2) held.push(Buffer.from(bytes.subarray(0, 100)));
		}
		if (text.includes(BEGIN)) throw severalMessages();
	}
	if (held === undefined) throw cutOff();
	yield* held;
}
