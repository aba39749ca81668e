import { type CsvMemory, FORMS } from '../csv/csvMemory';
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

interface Numbers {
	count: number;
	/** Of them. */
	integers: number;
	/** What they add up to, apart for each count of decimals; and the smallest and the largest of each. */
	sums: Decimal[];
	ends: Decimal[];
}

/** What was found in some cells. */
interface Look {
	blank: number;
	dates: number;
	dateTimes: number;
	booleans: number;
	/** Of the integers. */
	leadingZeros: number;
	numbers: Numbers;
	/** The cells that are not of the usual kinds, which nothing was done with. Valid until the next look. */
	left: Int32Array;
}

/** Looks at cells of a column by the module's `lookAtColumn` (wasm/column.mts). Widens the range of texts. */
export function quickLook(
	{ memory }: RowBatch,
	{ column, from, to, hasTexts, longest, textRange, mark }: Wanted,
): Look {
	const { low, high } = textRange;
	const { columnTables: tables } = memory;
	// Of an end without a byte, the module compares the first one all the same: it must not be another column's.
	tables.low[0] = tables.high[0] = 0;
	if (low !== undefined) tables.low.set(low);
	if (high !== undefined) tables.high.set(high);
	const [lowLength, highLength] = [low?.length ?? 0, high?.length ?? 0];
	const left = memory.module.lookAtColumn(column, from, to, hasTexts, longest, lowLength, highLength, mark);
	const { found } = tables;
	if (found[5] !== 0) {
		textRange.low = Buffer.from(tables.low.subarray(0, found[6]));
		textRange.high = Buffer.from(tables.high.subarray(0, found[7]));
	}
	return {
		blank: found[0]!,
		dates: found[1]!,
		dateTimes: found[2]!,
		booleans: found[3]!,
		leadingZeros: found[4]!,
		numbers: hasTexts ? noNumbers : numbersIn(memory),
		left: left === 0 ? nothing : memory.offsets(memory.module.left, left),
	};
}

const nothing = new Int32Array(0);
const noNumbers: Numbers = { count: 0, integers: 0, sums: [], ends: [] };

function numbersIn({ columnTables: { counts, sums, smallest, largest } }: CsvMemory): Numbers {
	const numbers: Numbers = { count: 0, integers: counts[0]!, sums: [], ends: [] };
	for (let form = 0; form < FORMS; form++) {
		if (counts[form] === 0) continue;
		const scale = Math.max(0, form - 1);
		numbers.count += counts[form]!;
		numbers.sums.push({ digits: sums[form]!, scale });
		numbers.ends.push({ digits: smallest[form]!, scale }, { digits: largest[form]!, scale });
	}
	return numbers;
}
