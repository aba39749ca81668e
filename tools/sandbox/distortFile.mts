import { pause } from './pause.mts';
import type { Knobs } from './Tesouro/knobs.mts';

const slices = 10;

/** The bytes of a file as the knob `file` wants them on the wire. */
export function distortFile(
	knob: Knobs['file'],
	size: number,
	timing: { slowMs: number; closing: AbortSignal },
): (chunks: AsyncIterable<Buffer>) => AsyncGenerator<Buffer> {
	const middle = Math.floor(size / 2);
	return async function* distort(chunks) {
		let offset = 0;
		for await (const chunk of chunks) {
			const end = offset + chunk.length;
			const holdsMiddle = offset <= middle && middle < end;
			if (knob === 'tampered' && holdsMiddle) yield flipByte(chunk, middle - offset);
			else if (knob === 'slow') yield* trickle(chunk, size, timing);
			else if ((knob === 'truncated' || knob === 'cut-off') && holdsMiddle) {
				if (middle > offset) yield chunk.subarray(0, middle - offset);
				if (knob === 'truncated') return;
				// Let the half that was promised as whole get out before the connection breaks.
				await pause(50, timing.closing);
				throw new Error('The knob "file" cuts the connection off.');
			} else yield chunk;
			offset = end;
		}
	};
}

function flipByte(chunk: Buffer, position: number): Buffer {
	const copy = Buffer.from(chunk);
	copy.writeUInt8(copy.readUInt8(position) ^ 1, position);
	return copy;
}

/** Spread the whole file over the time that counts as slow. */
async function* trickle(
	chunk: Buffer,
	size: number,
	{ slowMs, closing }: { slowMs: number; closing: AbortSignal },
) {
	const step = Math.max(1, Math.ceil(size / slices));
	for (let start = 0; start < chunk.length; start += step) {
		const slice = chunk.subarray(start, start + step);
		await pause((slowMs * slice.length) / Math.max(1, size), closing);
		yield slice;
	}
}
