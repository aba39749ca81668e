import type { INodePropertyOptions } from 'n8n-workflow';
import { splitList } from './reportFilters';
import type { ReportKind } from './reportKinds';

const abbreviations = new Set(['ID', 'UTC', 'AVS', 'ACH', 'TS', 'JCB', 'ATM']);

/** A name in Tesouro's capital letters as people say it: `ACCEPTOR_ID` is Acceptor ID. */
export const columnLabel = (column: string) =>
	column
		.split('_')
		.map((word) => (abbreviations.has(word) ? word : word.charAt(0) + word.slice(1).toLowerCase()))
		.join(' ');

/** Such names as choices, sorted by what people read. */
export const labelledOptions = (values: readonly string[]): INodePropertyOptions[] =>
	values
		.map((value) => ({ name: columnLabel(value), value }))
		.sort((one, other) => one.name.localeCompare(other.name));

/** The columns of a choice, then what was typed by hand, each once. */
export function chooseColumns(kind: ReportKind, preset: string, chosen: unknown, typed: unknown): string[] {
	const listed =
		{ all: kind.columns, reconciliation: kind.reconciliation, choose: splitList(chosen) }[preset] ??
		([] as string[]);
	return [...new Set([...listed, ...splitList(typed).map((column) => column.toUpperCase())])];
}

/** The schema grows, so a column is checked by its form, not against our list. */
export const isColumnName = (column: string) => /^[A-Z][A-Z0-9_]*$/.test(column);
