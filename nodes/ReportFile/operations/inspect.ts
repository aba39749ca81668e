import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { Misfits } from '../csv/misfits';
import { openReportTable } from '../files/reportTable';
import { inspectTable } from '../inspect/inspectTable';
import { inputFileField, optionsField } from '../panel/fields';
import { grouped } from '../panel/grouped';
import { hintsOf, say } from '../panel/hint';
import { count } from '../../shared/run/count';
import { leftOut } from '../panel/leftOut';
import { fileSize } from '../../shared/files/fileSize';
import type { Operation } from '../../shared/run/operation';
import { z } from '../../shared/vendor/zod';

const Column = z.object({
	name: z.string(),
	type: z.enum(['integer', 'decimal', 'date', 'dateTime', 'boolean', 'text', 'blank']),
	blank: z.number(),
	smallest: z.string().optional(),
	largest: z.string().optional(),
	sum: z.string().optional(),
	longest: z.number(),
	examples: z.array(z.string()),
});

export const inspect: Operation = {
	value: 'inspect',
	name: 'Inspect',
	action: 'Inspect a report file',
	description: 'See the format of a file, its number of rows and what its columns hold',
	output: z
		.object({
			file: z.object({
				fileName: z.string(),
				bytes: z.number(),
				rows: z.number(),
				encoding: z.string(),
				delimiter: z.string(),
				quote: z.string(),
				escape: z.string(),
				newline: z.string(),
				decimal: z.string(),
				titleRows: z.number(),
				hasHeader: z.boolean(),
				blankLines: z.number(),
				repeatedHeaders: z.number(),
				totals: z.array(z.string()).optional(),
				misfits: z.object({ count: z.number(), lines: z.array(z.number()) }),
				oddQuotes: z.number(),
				columns: z.array(Column),
			}),
		})
		.passthrough(),
	fields: [inputFileField, optionsField()],
	hints: hintsOf,
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const item = context.getInputData()[itemIndex]!;
		const { table, fileName, size } = await openReportTable(context, itemIndex);
		const misfits = new Misfits(table.columns.length, 'skip');
		const { columns, oddQuotes } = await inspectTable(table, misfits);
		const file = {
			fileName,
			bytes: size(),
			...table.dialect,
			...table.found,
			misfits: { count: misfits.count, lines: misfits.lines },
			oddQuotes,
			columns,
		};
		const amounts = columns.filter(({ type }) => type === 'decimal').slice(0, 2);
		say(
			context,
			`${count(table.found.rows, 'row')}, ${count(columns.length, 'column')}, ${fileSize(file.bytes)}`,
			...amounts.map(({ name, sum = '' }) => `sum of ${name} ${grouped(sum)}`),
			leftOut(table, misfits, 'not counted'),
		);
		return [{ json: { ...item.json, file }, ...(item.binary && { binary: item.binary }) }];
	},
};
