import { CsvError } from './csvError';

const SHOWN_AT_MOST = 30;

/** Where a column stands, by its name, which an expression may give as a number, such as 2026; small and capital letters and spaces around it do not matter if nothing fits exactly. */
export function columnIndex(columns: readonly string[], given: unknown): number {
	const name = String(given ?? '');
	const exact = columns.indexOf(name);
	if (exact >= 0) return exact;
	const alike = (one: string) => one.trim().toLowerCase();
	const found = columns.findIndex((column) => alike(column) === alike(name));
	if (found >= 0 && name.trim() !== '') return found;
	const shown = columns.slice(0, SHOWN_AT_MOST).join(', ');
	const more = columns.length > SHOWN_AT_MOST ? ` and ${columns.length - SHOWN_AT_MOST} more` : '';
	throw new CsvError(
		name.trim() === '' ? 'No column is chosen' : `The file has no column "${name}"`,
		`Choose one of: ${shown}${more}.`,
	);
}

/** Where each column stands, for looking up many: a file can have 100,000. */
export const placesOf = (columns: readonly string[]): Map<string, number> =>
	new Map(columns.map((column, index) => [column, index]));

/** Column names as a panel gives them: a list, or a text with commas between them. */
export function namesIn(value: unknown): string[] {
	const list: unknown[] = Array.isArray(value) ? value : String(value ?? '').split(',');
	return list.map((name) => String(name).trim()).filter((name) => name !== '');
}
