import { openTable } from '../../nodes/ReportFile/csv/table';
import { ReportFileNode } from './reportFileNode.mts';

const MEGABYTE = 1_000_000;

it('a quote that is never closed stops the reading after some megabytes, not at the end of the file', async () => {
	let given = 0;
	async function* endless() {
		yield Buffer.from('id,name\n1,"');
		const lines = Buffer.from('x\n'.repeat(MEGABYTE / 2));
		for (; given < 100 * MEGABYTE; given += lines.length) yield lines;
	}
	const table = await openTable(endless, { hasHeader: true, keepTotals: false, delimiter: ',' });
	given = 0;
	const read = async () => {
		for await (const _ of table.read());
	};
	await expect(read()).rejects.toThrow(/line 2 starts a quoted value/);
	expect(given).toBeLessThan(40 * MEGABYTE);
});

it('column names cannot put HTML into the hint', async () => {
	const node = await ReportFileNode.start();
	try {
		const item = await node.item('<img src=x onerror=alert(1)>,b\n1.50,2\n');
		const { hints } = await node.succeed('report.inspect', item);
		expect(hints[0]!.message).toContain('img src=x');
		expect(hints[0]!.message).not.toMatch(/[<>&]/);
	} finally {
		await node.stop();
	}
});
