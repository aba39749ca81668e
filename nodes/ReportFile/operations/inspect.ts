import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../shared/run/operation';
import { z } from '../../shared/vendor/zod';
import { openReportTable } from '../files/reportTable';
import { binaryField, optionsField } from '../panel/fields';
import { withHint } from '../panel/hint';

export const inspect: Operation = {
	value: 'inspect',
	name: 'Inspect',
	action: 'Inspect a report file',
	description: 'See how a CSV file is written, its rows and its columns',
	output: z.object({}).passthrough(),
	fields: [binaryField, optionsField()],
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const item = context.getInputData()[itemIndex]!;
		const { table, fileName } = await openReportTable(context, itemIndex);
		let rows = 0;
		for await (const batch of table.read()) rows += batch.rows;
		const { dialect, columns, found } = table;
		return [
			withHint(
				{
					json: { ...item.json, file: { fileName, ...dialect, ...found, columns } },
					...(item.binary && { binary: item.binary }),
				},
				`${rows.toLocaleString('en-US')} rows, ${columns.length} columns`,
			),
		];
	},
};
