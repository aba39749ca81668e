import type { Conditions } from '../conditions/conditions';
import { CsvError } from '../csv/csvError';
import { KeyBytes, KeyTable } from '../csv/keyTable';
import type { Misfits } from '../csv/misfits';
import type { Table } from '../csv/table';
import { NumberFigures, type Figure, type NoNumberChoice, NumberColumn } from './aggregates';
import { DistinctValues } from './distinctValues';

/** With more groups than that it is not a summary, and would fill the memory. */
const GROUPS_AT_MOST = 100_000;

export interface Wanted {
	groupBy: number[];
	/** Columns to be read as numbers, and what is asked of each. */
	numbers: Array<{ index: number; name: string; figures: Set<Figure> }>;
	/** Columns whose different values are counted. */
	distinct: number[];
	noNumbers: NoNumberChoice;
}

export interface Group {
	values: string[];
	rows: number;
	/** As `Wanted.numbers`. */
	numbers: NumberFigures[];
	/** As `Wanted.distinct`. */
	distinct: number[];
}

export interface Summary {
	/** In the order in which they come in the file. */
	groups: Group[];
	rows: number;
	numberColumns: NumberColumn[];
}

/** Adds a table up, in one reading, exactly, in memory that depends on the number of groups alone. */
export async function summarizeTable(
	table: Table,
	wanted: Wanted,
	conditions: Conditions,
	misfits: Misfits,
): Promise<Summary> {
	const numberColumns = wanted.numbers.map(
		({ name, index }) => new NumberColumn(name, index, table.dialect.decimal, wanted.noNumbers),
	);
	const groups: Group[] = [];
	const keys = new KeyTable();
	const key = new KeyBytes();
	const distinct = wanted.distinct.length > 0 ? new DistinctValues() : undefined;
	const single = wanted.distinct.map((index) => [index]);
	const newGroup = (values: string[]): Group => ({
		values,
		rows: 0,
		numbers: wanted.numbers.map(({ figures }) => new NumberFigures(figures)),
		distinct: wanted.distinct.map(() => 0),
	});
	if (wanted.groupBy.length === 0) groups.push(newGroup([]));
	let rows = 0;
	for await (const batch of table.read()) {
		await distinct?.makeRoom(batch.rows * single.length);
		for (let row = 0; row < batch.rows; row++) {
			if (!misfits.fits(batch, row) || !conditions.meets(batch, row)) continue;
			rows++;
			let index = 0;
			if (wanted.groupBy.length > 0) {
				key.take(batch, row, wanted.groupBy);
				index = keys.indexOf(key);
				if (index === groups.length) {
					if (index >= GROUPS_AT_MOST) throw tooManyGroups();
					groups.push(newGroup(keys.values(index)));
				}
			}
			const group = groups[index]!;
			group.rows++;
			for (let which = 0; which < numberColumns.length; which++) {
				const column = numberColumns[which]!;
				if (column.read(batch, row)) group.numbers[which]!.add(column.reader);
			}
			if (distinct === undefined) continue;
			for (let which = 0; which < single.length; which++) {
				key.take(batch, row, single[which]!);
				// One byte ends the value: a blank one is not counted.
				if (key.length > 1 && distinct.add(key, index * single.length + which)) group.distinct[which]!++;
			}
		}
	}
	return { groups, rows, numberColumns };
}

const tooManyGroups = () =>
	new CsvError(
		`There are more than ${GROUPS_AT_MOST.toLocaleString('en-US')} groups`,
		'Choose columns with fewer different values under "Group By".',
	);
