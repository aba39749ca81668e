import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../shared/run/operation';
import { z } from '../../shared/vendor/zod';
import { convertFile, type Chosen } from '../convert/convertFile';
import { convertOptions, formatField, inputFormatField } from '../convert/convertFields';
import { ConvertedFacts } from '../convert/facts';
import { inputOf } from '../convert/input';
import { inputFileField, optionsField, outputFileField } from '../panel/fields';
import { hintsOf, say } from '../panel/hint';
import { misfitField, misfitsOf } from '../panel/misfitField';

export const convert: Operation = {
	value: 'convert',
	name: 'Convert',
	action: 'Convert a report file',
	description: 'Convert a CSV, Excel or JSON Lines file of any size to Excel, JSON Lines, Parquet or CSV',
	output: z.object({ file: ConvertedFacts }).passthrough(),
	fields: [
		inputFileField,
		inputFormatField,
		formatField,
		misfitField,
		outputFileField,
		optionsField(convertOptions),
	],
	hints: hintsOf,
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const item = context.getInputData()[itemIndex]!;
		const field = context.getNodeParameter('outputBinaryPropertyName', itemIndex, 'data') as string;
		const chosen: Chosen = {
			format: context.getNodeParameter('format', itemIndex, formatField.default) as Chosen['format'],
			options: context.getNodeParameter('options', itemIndex, {}) as Chosen['options'],
		};
		const input = await inputOf(context, itemIndex);
		const misfits = misfitsOf(context, itemIndex, input.table);
		const { made, facts, hint } = await convertFile(context, input, chosen, misfits);
		say(context, hint);
		return [{ json: { ...item.json, file: facts }, binary: { ...item.binary, [field]: made.binary } }];
	},
};
