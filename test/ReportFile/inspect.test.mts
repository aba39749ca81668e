import { fileOf, ReportFileNode } from './reportFileNode.mts';

let node: ReportFileNode;
beforeAll(async () => (node = await ReportFileNode.start()));
afterAll(async () => await node.stop());

it('returns rows, columns and the dialect of the file', async () => {
	const item = await node.item('id;amount\r\n1;"2,50"\r\n2;3,75\r\n');
	const { items, hints } = await node.succeed('report.inspect', item);
	expect(fileOf(items[0]!)).toMatchObject({
		fileName: 'report.csv',
		rows: 2,
		delimiter: ';',
		newline: 'crlf',
		decimal: 'comma',
	});
	expect(items[0]!.json.kept).toBe('as it came');
	expect(hints[0]!.message).toContain('2 rows, 2 columns');
});

it.each([
	['a ZIP archive', Buffer.from('504b030414000000', 'hex')],
	['compressed', Buffer.from('1f8b080000000000', 'hex')],
	['encrypted', Buffer.from('85020c03a1b2c3d4e5f60708', 'hex')],
	['no rows', ''],
])('says what to do with a file that is %s', async (what, bytes) => {
	await node.fail('report.inspect', await node.item(bytes), new RegExp(what));
});

it('shows the beginning of a long value, and calls it text', async () => {
	const long = `"${'say ""hi"" '.repeat(1_000)}"`;
	const { items } = await node.succeed(
		'report.inspect',
		await node.item(`a,b\n${long},${'7'.repeat(201)}\n`),
	);
	const [one, other] = fileOf(items[0]!).columns as Array<{ type: string; examples: string[] }>;
	expect(one).toMatchObject({ type: 'text', longest: 11_000 });
	expect(one!.examples[0]).toMatch(/^(say "hi" ){7}say/);
	expect(one!.examples[0]!.length).toBeLessThanOrEqual(80);
	expect(other).toMatchObject({ type: 'text', examples: ['7'.repeat(80)] });
});

it('says how much came: rows, columns, size, and the sums of two amounts', async () => {
	const rows = Array.from({ length: 1_234 }, (_, row) => `A${row},1000.50,-2000.25,3.5`);
	const item = await node.item(`id,fundingAmount,fee,rate\n${rows.join('\n')}\n`);
	const { hints } = await node.succeed('report.inspect', item);
	expect(hints[0]!.message).toMatch(
		/^1,234 rows, 4 columns, .+; sum of fundingAmount 1,234,617\.00; sum of fee -2,468,308\.50$/,
	);
});
