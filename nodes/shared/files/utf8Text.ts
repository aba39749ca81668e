import type { Bytes } from './streams';

/** Bytes as text, without a mark at the beginning. Throws what `notUtf8` makes when they are something else than UTF-8. */
export async function* utf8Text(source: Bytes, notUtf8: () => Error): AsyncGenerator<string> {
	const decoder = new TextDecoder('utf-8', { fatal: true });
	const decode = (piece?: Uint8Array) => {
		try {
			return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
		} catch {
			throw notUtf8();
		}
	};
	for await (const piece of source) yield decode(piece);
	yield decode();
}
