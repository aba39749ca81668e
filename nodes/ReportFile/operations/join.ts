import type { IExecuteFunctions } from 'n8n-workflow';
import { joinedColumns, joinTables } from '../csv/joinTables';
import { mustShareDecimal } from '../csv/mustShareDecimal';
import { openReportTable } from '../files/reportTable';
import { nameWith, storeReport } from '../files/storeReport';
import { inputFileField, fileNameOption, optionsField, outputFileField } from '../panel/fields';
import { factsOf, MadeFileFacts } from '../panel/facts';
import { hintsOf, say } from '../panel/hint';
import { misfitField, misfitsOf } from '../panel/misfitField';
import { count } from '../../shared/run/count';
import { leftOut } from '../panel/leftOut';
import type { Operation, Outcome } from '../../shared/run/operation';
import { z } from '../../shared/vendor/zod';

export const join: Operation = {
	value: 'join',
	name: 'Join',
	action: 'Join report files',
	description: 'Join the files of all items into one, with one header',
	output: z.object({ file: MadeFileFacts.extend({ files: z.number() }) }).passthrough(),
	fields: [
		inputFileField,
		{
			displayName: 'Columns That Differ',
			name: 'columnsThatDiffer',
			type: 'options',
			default: 'fail',
			options: [
				{ name: 'Fail', value: 'fail', description: 'All files must have the same columns, in any order' },
				{
					name: 'Fill With Blanks',
					value: 'fill',
					description: 'The new file gets the columns of all files',
				},
			],
		},
		misfitField,
		outputFileField,
		optionsField([fileNameOption]),
	],
	hints: hintsOf,
	run: async () => await Promise.resolve([]),
	async runAll(context: IExecuteFunctions): Promise<Outcome[]> {
		const from = [...context.getInputData().keys()];
		const sources = [];
		for (const itemIndex of from) sources.push(await openReportTable(context, itemIndex));
		const [first] = sources;
		if (first === undefined) return [];
		const mayDiffer = context.getNodeParameter('columnsThatDiffer', 0) === 'fill';
		const columns = joinedColumns(sources, mayDiffer);
		mustShareDecimal(sources);
		const misfits = sources.map(({ table }, itemIndex) => misfitsOf(context, itemIndex, table));
		const { fileName = '' } = context.getNodeParameter('options', 0, {}) as { fileName?: string };
		const field = context.getNodeParameter('outputBinaryPropertyName', 0, 'data') as string;
		const tally = { rows: 0 };
		const made = await storeReport(
			context,
			joinTables(sources, columns, misfits, tally),
			fileName || nameWith(first.fileName, '-joined'),
			first,
		);
		const notes = sources.map(({ table }, index) => leftOut(table, misfits[index]));
		say(
			context,
			`${count(tally.rows, 'row')} of ${count(sources.length, 'file')}`,
			...notes.filter((note) => note !== '').slice(0, 3),
		);
		const item = {
			json: { file: { ...factsOf(made, tally.rows), files: sources.length } },
			binary: { [field]: made.binary },
			pairedItem: from.map((itemIndex) => ({ item: itemIndex })),
		};
		return [{ from, items: [item] }];
	},
};
