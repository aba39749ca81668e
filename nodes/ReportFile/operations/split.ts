import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { columnIndex } from '../csv/columnIndex';
import { CsvError } from '../csv/csvError';
import type { Misfits } from '../csv/misfits';
import { openReportTable, type ReportTable } from '../files/reportTable';
import { nameWith, storeReport, type MadeFile } from '../files/storeReport';
import { binaryField, columnField, optionsField, outputField } from '../panel/fields';
import { factsOf, MadeFileFacts } from '../panel/facts';
import { hintsOf, say } from '../panel/hint';
import { misfitField, misfitsOf } from '../panel/misfitField';
import { count } from '../../shared/run/count';
import { numberOf, wholeNumberOf } from '../../shared/run/fieldValues';
import { leftOut } from '../panel/leftOut';
import { Pieces, type PieceLimit } from '../split/pieces';
import { splitByValue } from '../split/splitByValue';
import type { Operation } from '../../shared/run/operation';
import { z } from '../../shared/vendor/zod';

/** More items than that would fill the memory by themselves. */
const PARTS_AT_MOST = 10_000;

interface Part {
	made: MadeFile;
	rows: number;
	value?: string;
}

const rowsField: INodeProperties = {
	displayName: 'Rows in Each File',
	name: 'rowsAtMost',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50_000,
	displayOptions: { show: { splitBy: ['rows'] } },
};
const sizeField: INodeProperties = {
	displayName: 'Size of Each File (MB)',
	name: 'megabytesAtMost',
	type: 'number',
	typeOptions: { minValue: 0.001, numberPrecision: 3 },
	default: 20,
	description: 'At most. A megabyte is 1,000,000 bytes.',
	displayOptions: { show: { splitBy: ['size'] } },
};

export const split: Operation = {
	value: 'split',
	name: 'Split',
	action: 'Split a report file',
	description: 'Cut a file into smaller files with the same header, one item each',
	output: z
		.object({
			file: MadeFileFacts.extend({ part: z.number(), parts: z.number(), value: z.string().optional() }),
		})
		.passthrough(),
	fields: [
		binaryField,
		{
			displayName: 'Split By',
			name: 'splitBy',
			type: 'options',
			default: 'rows',
			options: [
				{ name: 'Rows', value: 'rows' },
				{ name: 'Size', value: 'size' },
				{ name: 'Value of a Column', value: 'value' },
			],
		},
		rowsField,
		sizeField,
		columnField({
			displayName: 'Column Name or ID',
			name: 'column',
			description: 'Makes one file for each of its values.',
			displayOptions: { show: { splitBy: ['value'] } },
		}),
		{ ...misfitField, displayOptions: { show: { splitBy: ['value'] } } },
		outputField,
		optionsField([
			{
				displayName: 'File Name',
				name: 'fileName',
				type: 'string',
				default: '',
				placeholder: 'e.g. report.csv',
				description:
					'The number or value of each part is added to it. Leave empty to use the name of the input file.',
			},
		]),
	],
	hints: hintsOf,
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const item = context.getInputData()[itemIndex]!;
		const field = context.getNodeParameter('outputBinaryPropertyName', itemIndex, 'data') as string;
		const source = await openReportTable(context, itemIndex);
		const byValue = context.getNodeParameter('splitBy', itemIndex) === 'value';
		const misfits = byValue ? misfitsOf(context, itemIndex, source.table) : undefined;
		const parts = byValue
			? await partsByValue(context, itemIndex, source, misfits!)
			: await partsBySize(context, itemIndex, source);
		const items = parts.map(({ made, rows, value }, index): INodeExecutionData => ({
			json: {
				...item.json,
				file: {
					...factsOf(made, rows),
					part: index + 1,
					parts: parts.length,
					...(value !== undefined && { value }),
				},
			},
			binary: { ...item.binary, [field]: made.binary },
		}));
		const rows = parts.reduce((sum, part) => sum + part.rows, 0);
		say(context, `${count(rows, 'row')} in ${count(parts.length, 'file')}`, leftOut(source.table, misfits));
		return items;
	},
};

const baseName = (context: IExecuteFunctions, itemIndex: number, { fileName }: ReportTable) =>
	String((context.getNodeParameter('options', itemIndex, {}) as { fileName?: unknown }).fileName ?? '') ||
	fileName;

async function partsBySize(
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

async function partsByValue(
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

function pieceLimit(context: IExecuteFunctions, itemIndex: number): PieceLimit {
	const given = ({ name, default: usual }: INodeProperties) =>
		context.getNodeParameter(name, itemIndex, usual);
	if (context.getNodeParameter('splitBy', itemIndex) === 'rows')
		return { rows: wholeNumberOf(rowsField, given(rowsField)), bytes: Infinity };
	const bytes = numberOf(sizeField, given(sizeField)) * 1e6;
	if (bytes === Infinity)
		throw new CsvError(
			`"${sizeField.displayName}" must be a size in megabytes, not infinite`,
			'Enter the largest size that a file may have, or take Split out of the workflow.',
		);
	return { rows: Infinity, bytes };
}

const tooManyParts = () =>
	new CsvError(
		`The file would be cut into more than ${PARTS_AT_MOST.toLocaleString('en-US')} files`,
		'Choose more rows or megabytes for each file.',
	);
