import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { columnIndex, namesIn } from '../csv/columnIndex';
import { CsvError } from '../csv/csvError';
import type { RowBatch } from '../csv/rowBatch';
import type { Table } from '../csv/table';
import { formatDecimal } from '../numbers/decimal';
import { parseDecimal } from '../numbers/parseDecimal';
import { toIsoDate, type DateOrder } from './dates';
import { ObjectMaker, type Picked } from './objectMaker';

/** The options that say how a row becomes an item. */
export interface RowOptions {
	amountsAsNumbers?: boolean;
	dateOrder?: DateOrder | 'asGiven';
	lineNumber?: boolean;
	rename?: { column?: Array<{ from: string; to: string }> };
}

/** Makes items of rows, as the fields of the panel say. Throws for an amount or a date that is none. */
export function itemMaker(context: IExecuteFunctions, itemIndex: number, table: Table, options: RowOptions) {
	const { columns, dialect } = table;
	const names = (field: string) =>
		namesIn(context.getNodeParameter(field, itemIndex, [])).map((name) => columnIndex(columns, name));
	const renamed = new Map(
		(options.rename?.column ?? [])
			.filter(({ to }) => to !== '')
			.map(({ from, to }) => [columnIndex(columns, from), to] as const),
	);
	const chosen = names('columns');
	const picked = (chosen.length > 0 ? chosen : [...columns.keys()]).map((index): Picked => ({
		index,
		name: renamed.get(index) ?? columns[index]!,
	}));
	const pickedOf = (field: string) => {
		const wanted = new Set(names(field));
		// Each name once: an amount that was read is written otherwise, and must not be read again.
		return new Set(picked.filter(({ index }) => wanted.has(index)).map(({ name }) => name));
	};
	const amounts = pickedOf('amounts');
	const { dateOrder = 'asGiven' } = options;
	const dates = dateOrder === 'asGiven' ? [] : pickedOf('dates');
	const maker = new ObjectMaker(picked);
	return {
		begin: (batch: RowBatch) => maker.begin(batch),
		make(batch: RowBatch, row: number): IDataObject {
			const made: IDataObject = maker.make(batch, row);
			for (const name of amounts) {
				const text = made[name] as string;
				if (text.trim() === '') continue;
				const decimal = parseDecimal(text, dialect.decimal);
				if (decimal === undefined) throw notA('number', text, name, batch.line(row));
				made[name] =
					options.amountsAsNumbers === true ? Number(formatDecimal(decimal)) : formatDecimal(decimal);
			}
			for (const name of dates) {
				const text = made[name] as string;
				if (text.trim() === '') continue;
				const iso = toIsoDate(text, dateOrder as DateOrder);
				if (iso === undefined) throw notA('date', text, name, batch.line(row));
				made[name] = iso;
			}
			if (options.lineNumber === true) made.line = batch.line(row);
			return made;
		},
	};
}

const notA = (what: string, text: string, name: string, line: number) =>
	new CsvError(
		`Line ${line}: "${text.slice(0, 60)}" in the column "${name}" is not a ${what}`,
		`Check that line and the ${what === 'date' ? '"Date Order"' : '"Decimal Separator"'} in the options, or remove the column from the list.`,
	);
