import { columnIndex } from '../csv/columnIndex';

/** Which columns of two files belong together, by their names. */
export interface ColumnPlan {
	keys: string[];
	/** Compared: all columns that both files have, but for the keys and those that are to be left alone. */
	values: string[];
	oldKeys: number[];
	newKeys: number[];
	oldValues: number[];
	newValues: number[];
	onlyInOld: string[];
	onlyInNew: string[];
}

/** Throws when a key is not in both files. */
export function planColumns(
	oldColumns: string[],
	newColumns: string[],
	keys: string[],
	ignored: string[],
): ColumnPlan {
	const oldKeys = keys.map((key) => columnIndex(oldColumns, key));
	const newKeys = keys.map((key) => columnIndex(newColumns, key));
	const names = oldKeys.map((index) => oldColumns[index]!);
	const isLeftAlone = new Set([...ignored, ...names]);
	const values = oldColumns.filter((column) => newColumns.includes(column) && !isLeftAlone.has(column));
	return {
		keys: names,
		values,
		oldKeys,
		newKeys,
		oldValues: values.map((column) => oldColumns.indexOf(column)),
		newValues: values.map((column) => newColumns.indexOf(column)),
		onlyInOld: oldColumns.filter((column, index) => !newColumns.includes(column) && !oldKeys.includes(index)),
		onlyInNew: newColumns.filter((column, index) => !oldColumns.includes(column) && !newKeys.includes(index)),
	};
}
