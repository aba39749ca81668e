import type { CsvMemory } from '../csv/csvMemory';
import type { RowBatch } from '../csv/rowBatch';
import type { Decimal } from '../numbers/decimal';
import type { TextRange } from './textRange';

/** So many numbers of 15 digits add up to less than 64 bits hold. */
export const ROWS_AT_ONCE = 8_192;
/** To ask the module takes as long as to look at some cells. */
export const ROWS_WORTH_A_LOOK = 16;

/** The cells, and what is known of their column as far as it matters to how they are taken. */
interface Wanted {
	column: number;
	from: number;
	to: number;
	/** There was a text, so the column is one of texts, whatever follows. */
	hasTexts: boolean;
	/** In bytes. */
	longest: number;
	textRange: TextRange;
	/** The byte of the decimal mark. */
	mark: number;
}

/** What was found in some cells. */
interface Look {
	blank: number;
	dates: number;
	dateTimes: number;
	booleans: number;
	numbers: number;
	/** Of the numbers. */
	integers: number;
	leadingZeros: number;
	/** What the numbers add up to, apart for each count of decimals; and the smallest and the largest of each. */
	sums: Decimal[];
	ends: Decimal[];
	/** The cells that are not of the usual kinds, which nothing was done with. Valid until the next look. */
	left: Int32Array;
}

/** Looks at cells of a column by the module's `lookAtColumn` (wasm/column.mts). Widens the range of texts. */
export function quickLook(
	{ memory }: RowBatch,
	{ column, from, to, hasTexts, longest, textRange, mark }: Wanted,
): Look {
	const { module } = memory;
	const [low, high] = [textRange.low?.length ?? 0, textRange.high?.length ?? 0];
	if (textRange.low !== undefined) memory.bytes(module.low, low).set(textRange.low);
	if (textRange.high !== undefined) memory.bytes(module.high, high).set(textRange.high);
	const left = module.lookAtColumn(column, from, to, hasTexts, longest, low, high, mark);
	if (module.isRangeChanged.value !== 0) {
		textRange.low = Buffer.from(memory.bytes(module.low, module.lowLength.value));
		textRange.high = Buffer.from(memory.bytes(module.high, module.highLength.value));
	}
	return {
		blank: module.blanks.value,
		dates: module.days.value,
		dateTimes: module.moments.value,
		booleans: module.booleans.value,
		leadingZeros: module.leadingZeros.value,
		...numbersIn(memory),
		left: memory.offsets(module.left, left),
	};
}

/** Form 0 has no mark; 1 has one with nothing after it, 2 has one decimal, up to 15 of them. */
const FORMS = 17;

function numbersIn(memory: CsvMemory) {
	const { module } = memory;
	const counts = memory.offsets(module.counts, FORMS);
	const sums: Decimal[] = [];
	const ends: Decimal[] = [];
	let numbers = 0;
	for (let form = 0; form < FORMS; form++) {
		if (counts[form] === 0) continue;
		numbers += counts[form]!;
		const scale = Math.max(0, form - 1);
		const at = (of: { value: number }) => ({ digits: memory.numbers(of, FORMS)[form]!, scale });
		sums.push(at(module.sums));
		ends.push(at(module.smallest), at(module.largest));
	}
	return { numbers, integers: counts[0]!, sums, ends };
}
