import type { IExecuteFunctions } from 'n8n-workflow';
import { columnIndex } from '../csv/columnIndex';
import type { RowBatch } from '../csv/rowBatch';
import type { Table } from '../csv/table';
import { compareWith } from './compareWith';
import { cellTest, type CellTest } from './cellTest';
import type { Condition } from './condition';

export interface Conditions {
	/** Whether a row is taken. The row must have all cells. */
	meets(batch: RowBatch, row: number): boolean;
	/** How many values could not be compared with a number because they are none; such a condition is not met. */
	notComparable(): number;
}

interface Test {
	column: number;
	test: CellTest;
}

/** What the user asks of rows; that its lists hold known values was checked before (`withCheckedChoices`). */
export function readConditions(context: IExecuteFunctions, itemIndex: number, table: Table): Conditions {
	const { condition = [] } = context.getNodeParameter('conditions', itemIndex, {}) as {
		condition?: Condition[];
	};
	const match = context.getNodeParameter('match', itemIndex, 'all');
	return makeConditions(condition, match === 'any', table);
}

export function makeConditions(
	wanted: Condition[],
	isAny: boolean,
	{ columns, dialect }: Pick<Table, 'columns' | 'dialect'>,
): Conditions {
	const tally = { notComparable: 0 };
	const tests = wanted.map((condition): Test => ({
		column: columnIndex(columns, condition.column),
		test: cellTest(condition) ?? compareWith(condition, dialect.decimal, tally),
	}));
	const isMet =
		(batch: RowBatch, row: number) =>
		({ column, test }: Test) =>
			test(batch, batch.cellFrom[row]! + column);
	return {
		meets(batch, row) {
			if (tests.length === 0) return true;
			if (tests.length === 1) return tests[0]!.test(batch, batch.cellFrom[row]! + tests[0]!.column);
			return isAny ? tests.some(isMet(batch, row)) : tests.every(isMet(batch, row));
		},
		notComparable: () => tally.notComparable,
	};
}
