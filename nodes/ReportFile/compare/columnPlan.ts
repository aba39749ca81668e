import { columnIndex, placesOf } from '../csv/columnIndex';

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
	const oldPlaces = placesOf(oldColumns);
	const newPlaces = placesOf(newColumns);
	const values = oldColumns.filter((column) => newPlaces.has(column) && !isLeftAlone.has(column));
	return {
		keys: names,
		values,
		oldKeys,
		newKeys,
		oldValues: values.map((column) => oldPlaces.get(column)!),
		newValues: values.map((column) => newPlaces.get(column)!),
		onlyInOld: oldColumns.filter((column, index) => !newPlaces.has(column) && !oldKeys.includes(index)),
		onlyInNew: newColumns.filter((column, index) => !oldPlaces.has(column) && !newKeys.includes(index)),
	};
}
