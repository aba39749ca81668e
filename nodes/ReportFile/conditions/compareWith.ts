import { CsvError } from '../csv/csvError';
import type { Dialect } from '../csv/dialect';
import { compareDecimals, type Decimal } from '../numbers/decimal';
import { BLANK, NO_NUMBER, NumberReader } from '../numbers/numberReader';
import { parseDecimal } from '../numbers/parseDecimal';
import type { CellTest } from './cellTest';
import type { Condition } from './condition';

/**
 * The tests "is at least", "is at most" and "is between". With numbers as ends they compare numbers, exactly; else texts by
 * their order, which is the order in time of dates such as 2026-01-31.
 */
export function compareWith(
	{ column, operator, value, upTo }: Condition,
	decimal: Dialect['decimal'],
	tally: { notComparable: number },
): CellTest {
	const low = operator === 'atMost' ? undefined : endOf(column, value);
	const high = operator === 'atLeast' ? undefined : endOf(column, operator === 'between' ? upTo : value);
	const lowNumber = low === undefined ? undefined : numberOf(low, decimal);
	const highNumber = high === undefined ? undefined : numberOf(high, decimal);
	const areNumbers =
		(low === undefined || lowNumber !== undefined) && (high === undefined || highNumber !== undefined);
	if (areNumbers) return betweenNumbers(lowNumber, highNumber, decimal, tally);
	return (batch, cell) => {
		const text = batch.lenientText(cell);
		if (text === '') return false;
		return (
			(low === undefined || text >= low) && (high === undefined || text <= high || text.startsWith(high))
		);
	};
}

function betweenNumbers(
	low: Decimal | undefined,
	high: Decimal | undefined,
	decimal: Dialect['decimal'],
	tally: { notComparable: number },
): CellTest {
	const reader = new NumberReader(decimal);
	return (batch, cell) => {
		const kind = reader.read(batch, cell);
		if (kind === NO_NUMBER) tally.notComparable++;
		if (kind === NO_NUMBER || kind === BLANK) return false;
		return fits(reader, low, 1) && fits(reader, high, -1);
	};
}

/** Whether what was read last lies on the right side of an end, by doubles unless they are too near to tell. */
function fits(reader: NumberReader, end: Decimal | undefined, direction: 1 | -1): boolean {
	if (end === undefined) return true;
	if (reader.large === undefined) {
		const near = reader.value / 10 ** reader.scale;
		const at = Number(end.digits) / 10 ** end.scale;
		const difference = (near - at) * direction;
		if (Math.abs(difference) > (Math.abs(near) + Math.abs(at)) * 1e-12) return difference > 0;
	}
	return compareDecimals(reader.decimalRead(), end) * direction >= 0;
}

/** As in the file, or with a point as people type it in a panel. */
const numberOf = (text: string, decimal: Dialect['decimal']) =>
	/^-?\d+(\.\d+)?$/.test(text) ? parseDecimal(text, 'point') : parseDecimal(text, decimal);

function endOf(column: string, value: unknown): string {
	const text = String(value ?? '').trim();
	if (text !== '') return text;
	throw new CsvError(
		`The condition on "${column}" has nothing to compare with`,
		'Fill in its value, or remove the condition.',
	);
}
