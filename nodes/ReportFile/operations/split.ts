import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { openReportTable } from '../files/reportTable';
import { inputFileField, columnField, optionsField, outputFileField } from '../panel/fields';
import { factsOf, MadeFileFacts } from '../panel/facts';
import { hintsOf, say } from '../panel/hint';
import { misfitField, misfitsOf } from '../panel/misfitField';
import { count } from '../../shared/run/count';
import { leftOut } from '../panel/leftOut';
import type { Operation } from '../../shared/run/operation';
import { z } from '../../shared/vendor/zod';
import { rowsField, sizeField } from '../panel/pieceLimit';
import { partsBySize, partsByValue } from '../files/storeParts';

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
		inputFileField,
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
		outputFileField,
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
