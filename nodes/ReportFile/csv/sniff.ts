import { type Dialect } from './dialect';
import { briefBatch, ODD, type RowBatch } from './rowBatch';
import { cellScanner, isUnclosed } from './scanCells';

/** What the user says of the file; what is left out is told from its first bytes. */
export type DialectChoice = Partial<Omit<Dialect, 'hasHeader'>> & { hasHeader: boolean };

const DELIMITERS = [',', ';', '\t', '|'];
/** More lines than that above the header are not a title. */
const TITLE_ROWS_AT_MOST = 20;
/** How many rows of the first bytes are looked at. */
const ROWS_LOOKED_AT = 500;

/** A quote without an end speaks against a way to read, but less than rows that do not fit together. */
const UNCLOSED_COSTS = 0.5;

/** The rows at the beginning of a file, as one way to read them shows them. */
interface Look {
	rows: string[][];
	/** The usual number of cells in a row. */
	width: number;
	/** From 0 to 1: how well the rows fit together. */
	score: number;
}

/** What is told of a file. `isDecimalKnown`: the decimal mark was chosen, or amounts show it beyond doubt. */
export interface Sniffed extends Omit<Dialect, 'encoding'> {
	isDecimalKnown: boolean;
}

/** How a file is written, from its first bytes, which are UTF-8 by now. `isWhole`: there are no more of them. */
export function sniff(head: Buffer, isWhole: boolean, choice: DialectChoice): Sniffed {
	const newline = choice.newline ?? newlineOf(head);
	const told = /^sep=([!-~\t])\r?[\n\r]/i.exec(head.subarray(0, 8).toString('latin1'))?.[1];
	const delimiters = choice.delimiter ? [choice.delimiter] : told ? [told] : DELIMITERS;
	const escapes = choice.escape ? [choice.escape] : (['doubled', 'backslash'] as const);
	const quote = choice.quote ?? '"';
	let best: { delimiter: string; escape: Dialect['escape']; look: Look } | undefined;
	for (const escape of head.includes('\\') ? escapes : escapes.slice(0, 1)) {
		for (const delimiter of delimiters) {
			const look = lookAt(head, isWhole, { delimiter, quote, escape, newline });
			if (best === undefined || look.score > best.look.score + 1e-9) best = { delimiter, escape, look };
		}
	}
	const { delimiter, escape, look } = best!;
	const titleRows =
		choice.titleRows ?? (told === undefined ? 0 : 1) + titleRowsOf(look, told === undefined ? 0 : 1);
	const seen = decimalOf(look.rows.slice(titleRows + 1));
	const decimal = choice.decimal ?? seen.decimal;
	const isDecimalKnown = choice.decimal !== undefined || seen.isKnown;
	return {
		newline,
		quote,
		delimiter,
		escape,
		titleRows,
		decimal,
		isDecimalKnown,
		hasHeader: choice.hasHeader,
	};
}

function newlineOf(head: Buffer): Dialect['newline'] {
	let lf = 0;
	let crlf = 0;
	let cr = 0;
	for (let at = 0; at < head.length; at++) {
		if (head[at] === 10) lf++;
		else if (head[at] === 13) {
			if (head[at + 1] === 10) crlf++;
			else if (at + 1 < head.length) cr++;
		}
	}
	if (cr > lf) return 'cr';
	return crlf * 2 > lf ? 'crlf' : 'lf';
}

function lookAt(
	head: Buffer,
	isWhole: boolean,
	dialect: Pick<Dialect, 'delimiter' | 'quote' | 'escape' | 'newline'>,
): Look {
	const batch = briefBatch(head, dialect);
	const scan = cellScanner({
		...dialect,
		encoding: 'utf-8',
		decimal: 'point',
		titleRows: 0,
		hasHeader: true,
	});
	// The last look is for a file whose first row is longer than the head.
	let scanned = scan(batch, 0, head.length, isWhole);
	if (batch.rows === 0) scanned = scan(batch, 0, head.length, true);
	const count = Math.min(batch.rows, ROWS_LOOKED_AT);
	const widths = Array.from({ length: count }, (_, row) => batch.width(row));
	const width = modeOf(widths);
	let odd = 0;
	for (let cell = 0; count > 0 && cell < batch.cellTo[count - 1]!; cell++)
		if (batch.kinds[cell] === ODD) odd++;
	const fitting = widths.filter((one) => one === width).length / Math.max(1, count);
	const rows = Array.from({ length: count }, (_, row) => lenient(batch, row));
	// One column fits always, so it tells nothing.
	const score =
		(width > 1 ? fitting * (1 + Math.min(width, 50) / 1_000) : 0.01) -
		odd / Math.max(1, count) -
		(isUnclosed(scanned) ? UNCLOSED_COSTS : 0);
	return { rows, width, score };
}

function lenient(batch: RowBatch, row: number): string[] {
	try {
		return batch.texts(row);
	} catch {
		return [batch.bytes.toString('latin1', batch.rowStarts[row], batch.rowEnds[row])];
	}
}

function modeOf(widths: number[]): number {
	const counts = new Map<number, number>();
	for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
	let best = 1;
	for (const [width, count] of counts) {
		const known = counts.get(best) ?? 0;
		if (count > known || (count === known && width > best)) best = width;
	}
	return best;
}

/** Rows above the header: much shorter than the others, or with next to nothing in their cells. */
function titleRowsOf({ rows, width }: Look, from: number): number {
	if (width < 2) return 0;
	const isTitle = (row: string[]) => {
		const filled = row.filter((text) => text.trim() !== '').length;
		return row.length < width ? row.length <= Math.max(1, width / 2) : width > 2 && filled <= 1;
	};
	const first = rows.slice(from, from + TITLE_ROWS_AT_MOST + 1).findIndex((row) => !isTitle(row));
	return first < 0 ? 0 : first;
}

/**
 * `1.234,50` shows itself by more than one thing: by both marks, or by a comma that no thousands can have. `1.234` counts for
 * the point, but may be thousands: alone, it leaves the mark unknown.
 */
function decimalOf(rows: string[][]): { decimal: Dialect['decimal']; isKnown: boolean } {
	let point = 0;
	let maybeThousands = 0;
	let comma = 0;
	for (const text of rows.flat()) {
		if (/^[-+(]?[1-9]\d{0,2}\.\d{3}\)?-?$/.test(text)) maybeThousands++;
		if (/^[-+(]?\d{1,3}(\.\d{3})*,(\d{1,2}|\d{4,})\)?-?$/.test(text)) comma++;
		else if (/^[-+(]?\d{1,3}(,\d{3})*\.\d+\)?-?$/.test(text) || /^-?\d+\.\d+$/.test(text)) point++;
		else if (/^[-+]?\d{4,},\d+$/.test(text)) comma++;
	}
	return {
		decimal: comma > point ? 'comma' : 'point',
		isKnown: comma > point || point - maybeThousands > comma,
	};
}
