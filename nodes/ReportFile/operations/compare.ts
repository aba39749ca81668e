import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { planColumns } from '../compare/columnPlan';
import { compareTables, type Tally } from '../compare/compareTables';
import { Totals } from '../compare/totals';
import { namesIn } from '../csv/columnIndex';
import { CsvError } from '../csv/csvError';
import { openReportTable } from '../files/reportTable';
import { nameWith, storeReport } from '../files/storeReport';
import { digitsAt, formatDecimal } from '../numbers/decimal';
import { columnsField, fileNameOption, optionsField, outputFileField } from '../panel/fields';
import { factsOf, MadeFileFacts } from '../panel/facts';
import { grouped } from '../panel/grouped';
import { hintsOf, say } from '../panel/hint';
import { leftOut } from '../panel/leftOut';
import { misfitField, misfitsOf } from '../panel/misfitField';
import { count } from '../../shared/run/count';
import type { Operation } from '../../shared/run/operation';
import { z } from '../../shared/vendor/zod';

const Total = z.object({ column: z.string(), old: z.string(), new: z.string(), difference: z.string() });

export const compare: Operation = {
	value: 'compare',
	name: 'Compare',
	action: 'Compare two report files',
	description: 'Find rows that were added, removed or changed, by a key',
	output: z
		.object({
			comparison: z.object({
				added: z.number(),
				gone: z.number(),
				changed: z.number(),
				unchanged: z.number(),
				rowsOld: z.number(),
				rowsNew: z.number(),
				totals: z.array(Total),
				onlyInOld: z.array(z.string()),
				onlyInNew: z.array(z.string()),
			}),
			file: MadeFileFacts,
		})
		.passthrough(),
	fields: [
		{
			displayName: 'Old File in Field',
			name: 'oldField',
			type: 'string',
			default: 'old',
			required: true,
			description: 'The name of the input field that holds the earlier file',
		},
		{
			displayName: 'New File in Field',
			name: 'newField',
			type: 'string',
			default: 'new',
			required: true,
			description: 'The name of the input field that holds the later file',
		},
		columnsField({
			displayName: 'Key Names or IDs',
			name: 'keys',
			required: true,
			description: 'The columns that together identify a row, in both files.',
		}),
		columnsField({
			displayName: 'Columns to Ignore Names or IDs',
			name: 'ignored',
			description: 'Differences in these columns do not count.',
		}),
		columnsField({
			displayName: 'Columns to Add Up Names or IDs',
			name: 'totals',
			description: 'Returns their sums in both files, and the difference.',
		}),
		misfitField,
		{ ...outputFileField, hint: 'The name of the output field to put the file of differences in' },
		optionsField([fileNameOption]),
	],
	hints: hintsOf,
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const item = context.getInputData()[itemIndex]!;
		const text = (name: string) => context.getNodeParameter(name, itemIndex) as string;
		const names = (name: string) => namesIn(context.getNodeParameter(name, itemIndex, []));
		const oldSource = await openReportTable(context, itemIndex, text('oldField'));
		const newSource = await openReportTable(context, itemIndex, text('newField'));
		const keys = names('keys');
		if (keys.length === 0)
			throw new CsvError(
				'No key is chosen',
				'Under "Key Names or IDs", choose the columns that identify a row.',
			);
		const plan = planColumns(oldSource.table.columns, newSource.table.columns, keys, names('ignored'));
		const sides = [oldSource, newSource].map(({ table }) => {
			return {
				table,
				misfits: misfitsOf(context, itemIndex, table),
				totals: new Totals(table, names('totals'), 'fail'),
			};
		});
		const [oldSide, newSide] = sides as [(typeof sides)[0], (typeof sides)[0]];
		const tally: Tally = { rowsOld: 0, rowsNew: 0, added: 0, gone: 0, changed: 0, unchanged: 0 };
		const { fileName = '' } = context.getNodeParameter('options', itemIndex, {}) as { fileName?: string };
		const made = await storeReport(
			context,
			compareTables(oldSide, newSide, plan, tally),
			fileName || nameWith(newSource.fileName, '-differences', '.csv'),
			newSource,
		);
		const totals = oldSide.totals.sums().map((old, index) => {
			const now = newSide.totals.sums()[index]!;
			const scale = Math.max(old.scale, now.scale);
			const difference = { digits: digitsAt(now, scale) - digitsAt(old, scale), scale };
			return {
				column: names('totals')[index]!,
				old: formatDecimal(old),
				new: formatDecimal(now),
				difference: formatDecimal(difference),
			};
		});
		const { added, gone, changed, unchanged } = tally;
		say(
			context,
			`${count(added, 'row')} added, ${gone.toLocaleString('en-US')} gone, ${changed.toLocaleString('en-US')} changed, ${unchanged.toLocaleString('en-US')} the same`,
			...totals.map(({ column, difference }) => `${column} differs by ${grouped(difference)}`),
			...sides.map(({ table, misfits }, side) =>
				leftOut(table, misfits, `left out of the ${side === 0 ? 'old' : 'new'} file`),
			),
		);
		return [
			{
				json: {
					...item.json,
					comparison: { ...tally, totals, onlyInOld: plan.onlyInOld, onlyInNew: plan.onlyInNew },
					file: factsOf(made, added + gone + changed),
				},
				binary: { ...item.binary, [text('outputBinaryPropertyName')]: made.binary },
			},
		];
	},
};
