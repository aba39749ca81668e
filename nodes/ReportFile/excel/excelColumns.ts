import type { ColumnType, TypedColumn } from '../columnTypes/columnType';
import { readDate, readMoment, type Moment } from '../columnTypes/dates';
import { plainNumber } from '../columnTypes/plainNumber';
import { usualDay, UsualMoment } from '../columnTypes/usualDates';
import { DIGITS_AT_MOST } from './limits';
import type { ExcelColumn } from './writeWorkbook';

/** Days from Excel's day 0 to 1970-01-01, from March 1900 on; before, Excel counts a day that never was. */
const DAYS_BEFORE_1970 = 25_569;
const FIRST_SERIAL = 61;
const LAST_SERIAL = 2_958_465;
const DAY_MS = 86_400_000;
const WIDTH_AT_LEAST = 8;
const WIDTH_AT_MOST = 50;
const SCALE_AT_MOST = 10;

/** Columns as Excel has them: amounts and dates as numbers with a format that shows them as such, the rest as text. */
export const excelColumns = (columns: TypedColumn[], decimal: 'point' | 'comma'): ExcelColumn[] =>
	columns.map(({ name, type, length }) => ({
		name,
		width: Math.min(Math.max(length + 2, WIDTH_AT_LEAST), WIDTH_AT_MOST),
		...behaviour(type, decimal),
	}));

function behaviour(type: ColumnType, decimal: 'point' | 'comma'): Partial<ExcelColumn> {
	switch (type.kind) {
		case 'number':
			return {
				format: numberFormat(type),
				isPlainNumber: decimal === 'point',
				numberOf: (text) => numberOf(text, decimal),
			};
		case 'boolean':
			return { isBoolean: true, numberOf: booleanOf };
		case 'date': {
			const serialOfDay = keepingLast((day: number) => (day < 0 ? undefined : serialOf(day)));
			return {
				format:
					type.order === 'dotted' ? 'dd.mm.yyyy' : type.order === 'iso' ? 'yyyy-mm-dd' : slashed(type.order),
				numberOf: keepingLast((text) => serialOf(readDate(text, type.order))),
				...(type.order === 'iso' && {
					usualNumberOf: (bytes, start, end) => serialOfDay(usualDay(bytes, start, end)),
				}),
			};
		}
		case 'dateTime': {
			const usual = new UsualMoment();
			// Of more than milliseconds Excel would drop the rest.
			const serialOfMoment = ({ ms, isUtc, fraction }: Moment) =>
				isUtc === type.isUtc && fraction <= 3 ? serialOf(ms / DAY_MS) : undefined;
			return {
				format: `yyyy-mm-dd hh:mm:ss${type.fraction > 0 ? '.000' : ''}`,
				numberOf: (text) => {
					const moment = readMoment(text);
					return moment === undefined ? undefined : serialOfMoment(moment);
				},
				usualNumberOf: (bytes, start, end) =>
					usual.read(bytes, start, end) ? serialOfMoment(usual) : undefined,
			};
		}
		default:
			return {};
	}
}

const slashed = (order: 'dayFirst' | 'monthFirst') => (order === 'dayFirst' ? 'dd/mm/yyyy' : 'mm/dd/yyyy');

/** Thousands are set apart in amounts, which have decimals, and where the file does it. */
function numberFormat({ scale, isGrouped }: { scale: number; isGrouped: boolean }): string {
	const decimals = scale === 0 ? '' : `.${'0'.repeat(Math.min(scale, SCALE_AT_MOST))}`;
	const isAmount = scale > 0 && scale <= 4;
	return `${isGrouped || isAmount ? '#,##0' : '0'}${decimals}`;
}

/** The same digits as in the file, as far as Excel keeps them. */
function numberOf(text: string, decimal: 'point' | 'comma'): string | undefined {
	const plain = plainNumber(text, decimal);
	return plain === undefined || plain.length > DIGITS_AT_MOST + 2 ? undefined : plain;
}

/** Dates repeat from row to row, so the last one is kept. */
function keepingLast<Value>(numberOf: (value: Value) => string | undefined) {
	let last: Value | undefined;
	let number: string | undefined;
	return (value: Value): string | undefined => {
		if (value === last) return number;
		last = value;
		number = numberOf(value);
		return number;
	};
}

const booleanOf = (text: string) => {
	const lower = text.toLowerCase();
	return lower === 'true' ? '1' : lower === 'false' ? '0' : undefined;
};

function serialOf(days: number | undefined): string | undefined {
	if (days === undefined) return undefined;
	const serial = days + DAYS_BEFORE_1970;
	return serial >= FIRST_SERIAL && serial < LAST_SERIAL + 1 ? String(serial) : undefined;
}
