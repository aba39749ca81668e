/** An armoured block in a text, from its BEGIN line to its END line. */
export interface FoundBlock {
	/** For example `PRIVATE KEY BLOCK`. */
	kind: string;
	/** Including both lines. */
	whole: string;
	/** The text between them. */
	body: string;
}

const markers = /-----(BEGIN|END) PGP ([A-Z][A-Z0-9 ,/]{2,40}?)-----/g;

/** Every block whose BEGIN line is followed by its END line before any other mark. Linear in the length of the text. */
export function findArmorBlocks(text: string): FoundBlock[] {
	const blocks: FoundBlock[] = [];
	let open: { kind: string; start: number; bodyStart: number } | undefined;
	for (const { 0: marker, 1: side, 2: kind = '', index } of text.matchAll(markers)) {
		const end = index + marker.length;
		if (side === 'BEGIN') open = { kind, start: index, bodyStart: end };
		else if (open?.kind === kind) {
			blocks.push({ kind, whole: text.slice(open.start, end), body: text.slice(open.bodyStart, index) });
			open = undefined;
		}
	}
	return blocks;
}

/** A BEGIN line without its END line, or the reverse. */
export function halfABlock(text: string): 'BEGIN' | 'END' | undefined {
	const sides = new Set([...text.matchAll(markers)].map(([, side]) => side));
	if (sides.size !== 1) return undefined;
	return sides.has('BEGIN') ? 'BEGIN' : 'END';
}
