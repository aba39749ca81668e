import { read as readSheet, utils } from '@e965/xlsx';
import { bytesOf, fileWebhook, itemOf, postFile, publishFlow } from './runFlow.mts';
import type { Trial } from './trials.mts';

const line = (index: number) => `${String(index).padStart(7, '0')},${index}.25\n`;

/** A CSV comes in by n8n's webhook and becomes an Excel file, whose cells another library reads: IDs as text, amounts as numbers. */
export const makesExcel: Trial = async ({ n8n, typeOf, bytes, settings, fileField }) => {
	const rows = Math.max(1, Math.floor(bytes / line(0).length));
	const csv = `id,amount\n${Array.from({ length: rows }, (_, index) => line(index)).join('')}`;
	const flow = await publishFlow(
		n8n,
		[
			fileWebhook,
			{
				name: 'Convert',
				type: typeOf('reportFile'),
				parameters: {
					resource: 'file',
					operation: 'convert',
					binaryPropertyName: fileField,
					format: 'excel',
				},
			},
		],
		settings,
	);
	await postFile(flow.url, Buffer.from(csv), 'data.csv', 'text/csv');
	const { SheetNames, Sheets } = readSheet(await bytesOf(n8n, itemOf(await flow.ended(), 'Convert')));
	const cells = utils.sheet_to_json<{ id: unknown; amount: unknown }>(Sheets[SheetNames[0]!]!);
	const last = cells.at(-1);
	if (cells.length !== rows || last?.id !== line(rows - 1).slice(0, 7) || last.amount !== rows - 1 + 0.25)
		throw new Error(`The sheet has ${cells.length} rows, the last of them ${JSON.stringify(last)}`);
	return `${rows} rows, equal`;
};
