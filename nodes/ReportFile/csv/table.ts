import type { Bytes } from '../../shared/files/streams';
import { CsvError } from './csvError';
import type { Dialect } from './dialect';
import { detectEncoding, toUtf8 } from './encoding';
import { uniqueNames } from './columnNames';
import { readRows, unclosed } from './rowReader';
import { briefBatch, type RowBatch } from './rowBatch';
import { cellScanner, isUnclosed, unclosedAt } from './scanCells';
import { rowScanner } from './scanRows';
import { sniff, type DialectChoice } from './sniff';
import { isTotalsRow, lastRowOf } from './totalsRow';

/** How much of a file tells how it is written. */
export const HEAD_BYTES = 256 * 1024;

/** What a reading found besides rows, complete when it has ended. */
export interface Found {
	rows: number;
	/** Lines without anything on them. */
	blankLines: number;
	/** The header once more, as in files that were put together from several. */
	repeatedHeaders: number;
	/** The cells of a row of totals at the end. */
	totals?: string[];
}

/** A file as a table, which can be read several times. */
export class Table {
	constructor(
		/** Opens the file once more, from the start, as it is stored. */
		private readonly open: () => Bytes,
		readonly dialect: Dialect,
		/** Unique names, in the order of the file. */
		readonly columns: string[],
		/** The bytes of the header in UTF-8, without its line end; empty when the file has none. */
		readonly headerBytes: Buffer,
		private readonly keepTotals: boolean,
		/** Whether the decimal mark was chosen, or amounts show it; else it is a guess. */
		readonly isDecimalKnown: boolean,
	) {}

	/** What the last reading found. */
	found: Found = { rows: 0, blankLines: 0, repeatedHeaders: 0 };

	/**
	 * The rows from the first to the last, without title, header, repeated headers and a row of totals. Rows may have more
	 * or fewer cells than there are columns. `withCells: false` finds the rows alone, several times as fast.
	 */
	async *read({ withCells = true } = {}): AsyncGenerator<RowBatch> {
		const { dialect, headerBytes } = this;
		const found: Found = (this.found = { rows: 0, blankLines: 0, repeatedHeaders: 0 });
		let toSkip = dialect.titleRows + (dialect.hasHeader ? 1 : 0);
		const scan = withCells ? cellScanner(dialect) : rowScanner(dialect);
		for await (const batch of readRows(toUtf8(this.open(), dialect.encoding), dialect, scan)) {
			found.blankLines += batch.blankLines;
			const skipped = Math.min(toSkip, batch.rows);
			toSkip -= skipped;
			if (skipped > 0 || batch.hasRow(headerBytes)) {
				batch.keepRows((row) => {
					if (row < skipped) return false;
					const isHeader = batch.rowEquals(row, headerBytes);
					if (isHeader) found.repeatedHeaders++;
					return !isHeader;
				});
			}
			if (batch.isLast && batch.rows > 1 && !this.keepTotals) {
				const last = lastRowOf(batch, dialect);
				if (isTotalsRow(last)) {
					found.totals = last;
					batch.rows--;
				}
			}
			found.rows += batch.rows;
			yield batch;
		}
	}
}

/** What a user says of how a file is written; the rest is told from its first bytes. */
export interface TableOptions extends DialectChoice {
	/** Whether a row of totals at the end counts as a row. */
	keepTotals: boolean;
}

/** Looks at the beginning of a file. `open` is called for this, and once more for each reading. */
export async function openTable(open: () => Bytes, options: TableOptions): Promise<Table> {
	const { head, isWhole } = await headOf(open());
	const encoding = options.encoding ?? detectEncoding(head);
	const decoded = await decodeHead(head, encoding);
	const { isDecimalKnown, ...sniffed } = sniff(decoded, isWhole, options);
	const dialect: Dialect = { encoding, ...sniffed };
	const looked = firstRows(decoded, isWhole, dialect);
	const header = looked[dialect.titleRows];
	if (header === undefined) throw isWhole ? noRows() : longHeader();
	const names = dialect.hasHeader ? header.texts : header.texts.map(() => '');
	return new Table(
		open,
		dialect,
		uniqueNames(names),
		dialect.hasHeader ? header.bytes : Buffer.alloc(0),
		options.keepTotals,
		isDecimalKnown,
	);
}

const noRows = () =>
	new CsvError(
		'The file has no rows, not even a header',
		'Check that the binary field holds the report, and "Rows Above the Header" in the options.',
	);

const longHeader = () =>
	new CsvError(
		`The header, with what is above it, is longer than ${HEAD_BYTES / 1024} KB`,
		'Check that the binary field holds the report, and "Rows Above the Header" in the options. If quotes are ordinary characters in this file, choose "None" as the quote character.',
	);

async function headOf(source: Bytes): Promise<{ head: Buffer; isWhole: boolean }> {
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of source) {
		chunks.push(chunk);
		length += chunk.length;
		if (length > HEAD_BYTES) return { head: Buffer.concat(chunks).subarray(0, HEAD_BYTES), isWhole: false };
	}
	return { head: Buffer.concat(chunks), isWhole: true };
}

async function decodeHead(head: Buffer, encoding: Dialect['encoding']): Promise<Buffer> {
	async function* even() {
		yield encoding.startsWith('utf-16') ? head.subarray(0, head.length & ~1) : head;
	}
	const chunks: Uint8Array[] = [];
	try {
		for await (const chunk of toUtf8(even(), encoding)) chunks.push(chunk);
	} catch {
		// A character that is cut off at the end of what was read.
	}
	return Buffer.concat(chunks);
}

/** The rows above the header, and the header. */
function firstRows(head: Buffer, isWhole: boolean, dialect: Dialect) {
	const batch = briefBatch(head, dialect);
	const scanned = cellScanner(dialect)(batch, 0, head.length, isWhole);
	if (isUnclosed(scanned)) throw unclosed(batch.firstLine + batch.lineEnds(0, unclosedAt(scanned)));
	return Array.from({ length: Math.min(batch.rows, dialect.titleRows + 1) }, (_, row) => ({
		texts: batch.texts(row),
		bytes: Buffer.from(batch.bytes.subarray(batch.rowStarts[row], batch.rowEnds[row])),
	}));
}
