import { Misfits } from '../../../nodes/ReportFile/csv/misfits';
import { openTable } from '../../../nodes/ReportFile/csv/table';
import { inspectTable } from '../../../nodes/ReportFile/inspect/inspectTable';
import { inPieces } from '../csv/readTable.mts';

/** ="" in quotes, as it is written for Excel: a text with nothing in it. */
const NOTHING = '"="""""';

test('after nothing but empty texts, a column does not take over the range of the column before it', async () => {
	const early = Array.from({ length: 20_000 }, (_, row) => `zebra ${row};${NOTHING}\n`);
	const late = Array.from({ length: 40_000 }, (_, row) => `apple ${row};mango\n`);
	const file = `name;code\n${early.join('')}${late.join('')}`;
	const table = await openTable(inPieces(Buffer.from(file), 100_000), {
		hasHeader: true,
		keepTotals: true,
		delimiter: ';',
	});
	const { columns } = await inspectTable(table, new Misfits(2, 'fail'));
	expect(columns[1]).toMatchObject({ type: 'text', smallest: '', largest: 'mango' });
});
