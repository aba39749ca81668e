import { textElement } from './cellText';

/** The table is held in memory until the workbook ends, so it is kept small: what does not fit stands in its cell. */
const STRINGS_AT_MOST = 50_000;
const LENGTH_AT_MOST = 100;
/** So many values of a column are tried before the column has to show that its values repeat. */
const TRIES = 2_000;

/** Texts that occur again and again stand once in the workbook, and cells point at them. */
export class SharedStrings {
	private readonly indexes = new Map<string, number>();
	private readonly tries: number[] = [];
	private readonly hits: number[] = [];

	/** The index of a text; undefined when it is to stand in its cell. */
	indexOf(text: string, column: number): number | undefined {
		const tries = this.tries[column] ?? 0;
		const hits = this.hits[column] ?? 0;
		// A column of unlike texts, such as IDs, would only fill the table.
		if (tries > TRIES && hits * 2 < tries) return undefined;
		this.tries[column] = tries + 1;
		const known = this.indexes.get(text);
		if (known !== undefined) {
			this.hits[column] = hits + 1;
			return known;
		}
		const index = this.indexes.size;
		if (index >= STRINGS_AT_MOST || text.length > LENGTH_AT_MOST) return undefined;
		this.indexes.set(text, index);
		return index;
	}

	*xml(): Generator<string> {
		yield '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">';
		for (const text of this.indexes.keys()) yield `<si>${textElement(text)}</si>`;
		yield '</sst>';
	}
}
