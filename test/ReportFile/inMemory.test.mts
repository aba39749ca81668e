import { fileOf, ReportFileNode } from './reportFileNode.mts';

/** Where n8n keeps files in memory, which it does until it is told otherwise, and has no streams. */
let node: ReportFileNode;
beforeAll(async () => (node = await ReportFileNode.start('default')));
afterAll(async () => await node.stop());

const csv = 'id,amount\n0042,1234.50\n7,-0.99\n';

it.each(['excel', 'jsonLines'])('a CSV is converted to %s and back in the memory of n8n', async (format) => {
	const { items } = await node.succeed('file.convert', await node.item(csv), { format });
	const back = await node.succeed('file.convert', items[0]!, { format: 'csv', options: { lineEnd: 'lf' } });
	expect(await node.read(back.items[0]!)).toBe(format === 'excel' ? csv.replace('1234.50', '1234.5') : csv);
	expect(fileOf(back.items[0]!).rows).toBe(2);
});

it.each(['zip', 'gzip'])(
	'a file packed as %s unpacks to the same in the memory of n8n',
	async (archiveFormat) => {
		const parameters = { archiveFormat, binaryPropertyNames: 'data' };
		const { items } = await node.succeed('file.pack', await node.item(csv), parameters);
		const back = await node.succeed('file.unpack', items[0]!);
		expect(await node.read(back.items[0]!)).toBe(csv);
	},
);
