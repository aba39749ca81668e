import type { IDataObject } from 'n8n-workflow';
import { columnIndex } from '../csv/columnIndex';
import { shown, type Figure } from './aggregates';
import type { Group, Wanted } from './summarizeTable';

/** A figure that was asked for, and the column to calculate it from: empty for the count of rows. */
export interface AskedFor {
	figure: Figure;
	column: string;
}

/** As n8n's own Summarize node names them. */
export const nameOf = ({ figure, column }: AskedFor) =>
	figure === 'count' ? 'count' : `${figure}_${column}`;

/** Which columns are needed as numbers, and of which the different values count. Throws for a column that the file lacks. */
export function columnsIn(asked: AskedFor[], columns: string[]): Pick<Wanted, 'numbers' | 'distinct'> {
	const numbers = new Map<number, Set<Figure>>();
	const distinct = new Set<number>();
	for (const { figure, column } of asked) {
		if (figure === 'count') continue;
		const index = columnIndex(columns, column);
		if (figure === 'distinct') distinct.add(index);
		else numbers.set(index, (numbers.get(index) ?? new Set<Figure>()).add(figure));
	}
	return {
		numbers: [...numbers].map(([index, figures]) => ({ index, name: columns[index]!, figures })),
		distinct: [...distinct],
	};
}

/** The figures of one group, by their names. */
export function figuresOf(
	group: Group,
	asked: AskedFor[],
	wanted: Wanted,
	columns: string[],
	asNumbers: boolean,
): IDataObject {
	return Object.fromEntries(
		asked.map((one) => {
			if (one.figure === 'count') return [nameOf(one), group.rows];
			const index = columnIndex(columns, one.column);
			if (one.figure === 'distinct') return [nameOf(one), group.distinct[wanted.distinct.indexOf(index)]!];
			const which = wanted.numbers.findIndex((column) => column.index === index);
			return [nameOf(one), shown(group.numbers[which]!.get(one.figure), asNumbers)];
		}),
	);
}
