import { rowWriter, standard } from '../csv/writeRow';
import type { ColumnPlan } from './columnPlan';

/** Writes differences as rows: what happened, the key, the columns that changed, and both values of each column. */
export class DifferenceWriter {
	private readonly write = rowWriter(standard);

	constructor(private readonly plan: ColumnPlan) {}

	header(): string {
		const { keys, values } = this.plan;
		const pairs = values.flatMap((column) => [`${column} (old)`, `${column} (new)`]);
		return this.write(['Change', ...keys, 'Changed Columns', ...pairs]);
	}

	added(row: string[]): string {
		const { newKeys, newValues } = this.plan;
		return this.write([
			'added',
			...newKeys.map((index) => row[index]!),
			'',
			...newValues.flatMap((index) => ['', row[index]!]),
		]);
	}

	gone(row: string[]): string {
		const { oldKeys, oldValues } = this.plan;
		return this.write([
			'gone',
			...oldKeys.map((index) => row[index]!),
			'',
			...oldValues.flatMap((index) => [row[index]!, '']),
		]);
	}

	changed(oldRow: string[], newRow: string[]): string {
		const { oldKeys, oldValues, newValues, values } = this.plan;
		const pairs = values.map((_, index) => [oldRow[oldValues[index]!]!, newRow[newValues[index]!]!] as const);
		const changed = values.filter((_, index) => pairs[index]![0] !== pairs[index]![1]);
		return this.write([
			'changed',
			...oldKeys.map((index) => oldRow[index]!),
			changed.join(', '),
			...pairs.flat(),
		]);
	}
}
