import type { IExecuteFunctions } from 'n8n-workflow';
import { columnIndex } from '../csv/columnIndex';
import { CsvError } from '../csv/csvError';
import type { Misfits } from '../csv/misfits';
import type { ReportTable } from './reportTable';
import { nameWith, storeReport, type MadeFile } from './storeReport';
import { misfitsOf } from '../panel/misfitField';
import { Pieces } from '../split/pieces';
import { splitByValue } from '../split/splitByValue';
import { pieceLimit } from '../panel/pieceLimit';

/** More items than that would fill the memory by themselves. */
const PARTS_AT_MOST = 10_000;

interface Part {
	made: MadeFile;
	rows: number;
	value?: string;
}

const baseName = (context: IExecuteFunctions, itemIndex: number, { fileName }: ReportTable) =>
	String((context.getNodeParameter('options', itemIndex, {}) as { fileName?: unknown }).fileName ?? '') ||
	fileName;

/** Files of as many rows or bytes as the panel says, in the store. */
export async function partsBySize(
	context: IExecuteFunctions,
	itemIndex: number,
	source: ReportTable,
): Promise<Part[]> {
	const base = baseName(context, itemIndex, source);
	const pieces = new Pieces(source.table, pieceLimit(context, itemIndex));
	const parts: Part[] = [];
	try {
		while (await pieces.hasMore()) {
			if (parts.length >= PARTS_AT_MOST) throw tooManyParts();
			const tally = { rows: 0 };
			const name = nameWith(base, `-${String(parts.length + 1).padStart(4, '0')}`);
			const made = await storeReport(context, pieces.next(tally), name, source);
			parts.push({ made, rows: tally.rows });
		}
	} finally {
		await pieces.close();
	}
	return parts;
}

/** A file for each value of the chosen column, in the store. */
export async function partsByValue(
	context: IExecuteFunctions,
	itemIndex: number,
	source: ReportTable,
	misfits: Misfits,
): Promise<Part[]> {
	const { table } = source;
	const column = columnIndex(table.columns, context.getNodeParameter('column', itemIndex, '') as string);
	const base = baseName(context, itemIndex, source);
	const taken = new Set<string>();
	const nameFor = (value: string) => {
		const plain =
			value
				.trim()
				.slice(0, 80)
				.replace(/[^\p{L}\p{N}._ -]/gu, '_') || 'blank';
		let name = nameWith(base, `-${plain}`);
		for (let again = 2; taken.has(name.toLowerCase()); again++) name = nameWith(base, `-${plain}-${again}`);
		taken.add(name.toLowerCase());
		return name;
	};
	let passes = 0;
	// Counted in the first reading alone.
	const judge = () => (passes++ === 0 ? misfits : misfitsOf(context, itemIndex, table));
	const parts = await splitByValue(
		table,
		column,
		judge,
		async (bytes, value) => await storeReport(context, bytes, nameFor(value), source),
	);
	return parts.map(({ value, rows, stored }) => ({ value, rows, made: stored }));
}

const tooManyParts = () =>
	new CsvError(
		`The file would be cut into more than ${PARTS_AT_MOST.toLocaleString('en-US')} files`,
		'Choose more rows or megabytes for each file.',
	);
