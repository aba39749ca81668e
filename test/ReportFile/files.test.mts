import { fileOf, ReportFileNode } from './reportFileNode.mts';

let node: ReportFileNode;
beforeAll(async () => (node = await ReportFileNode.start()));
afterAll(async () => await node.stop());

const csv = 'id,shop,amount\r\n1,A,2\r\n2,"B, C",3\r\n3,A,4\r\n4,,5';

describe('Filter', () => {
	it('keeps the matching rows exactly as they are in the file', async () => {
		const condition = [{ column: 'amount', operator: 'atLeast', value: '3' }];
		const { items, hints } = await node.succeed('report.filter', await node.item(csv), {
			conditions: { condition },
		});
		expect(await node.read(items[0]!)).toBe('id,shop,amount\r\n2,"B, C",3\r\n3,A,4\r\n4,,5\r\n');
		expect(fileOf(items[0]!)).toMatchObject({ fileName: 'report-filtered.csv', rows: 3, rowsRead: 4 });
		expect(hints[0]!.message).toContain('3 rows of 4');
	});

	it('keeps the chosen columns in the chosen order', async () => {
		const { items } = await node.succeed('report.filter', await node.item(csv), { columns: ['shop', 'id'] });
		expect(await node.read(items[0]!)).toBe('shop,id\r\nA,1\r\n"B, C",2\r\nA,3\r\n,4\r\n');
	});

	it.each(['isBlank', '', 'IS', null, 3])(
		'refuses the operator %p instead of leaving out rows',
		async (operator) => {
			const condition = [{ column: 'amount', operator, value: '3' }];
			for (const operation of ['report.filter', 'report.getRows', 'report.summarize']) {
				const parameters = { conditions: { condition } };
				await node.fail(operation, await node.item(csv), /"Operator" has a value/, parameters);
			}
		},
	);

	it('an operator that was never changed is "Is"', async () => {
		const condition = [{ column: 'shop', value: 'A' }];
		const { items } = await node.succeed('report.filter', await node.item(csv), {
			conditions: { condition },
		});
		expect(await node.read(items[0]!)).toBe('id,shop,amount\r\n1,A,2\r\n3,A,4\r\n');
	});

	it('refuses an unknown way to combine conditions', async () => {
		await node.fail('report.filter', await node.item(csv), /"Rows Must Meet" has a value/, {
			match: 'either',
		});
	});

	it('leaves nothing behind when a row does not fit', async () => {
		await node.fail('report.filter', await node.item('a,b\n1,2\n3\n'), /line 3/);
	});
});

describe('Split', () => {
	it('by rows gives one small item per file, each file with the header', async () => {
		const { items, hints } = await node.succeed('file.split', await node.item(csv), {
			splitBy: 'rows',
			rowsAtMost: 2,
		});
		expect(await Promise.all(items.map(async (item) => await node.read(item)))).toEqual([
			'id,shop,amount\r\n1,A,2\r\n2,"B, C",3\r\n',
			'id,shop,amount\r\n3,A,4\r\n4,,5\r\n',
		]);
		expect(items.map(fileOf)).toMatchObject([
			{ fileName: 'report-0001.csv', rows: 2, part: 1, parts: 2 },
			{ fileName: 'report-0002.csv', rows: 2, part: 2, parts: 2 },
		]);
		expect(hints[0]!.message).toBe('4 rows in 2 files');
	});

	it('by size makes no file larger than the limit, unless a single row is', async () => {
		const rows = Array.from({ length: 1_000 }, (_, index) => `${index},${'x'.repeat(index % 50)}`);
		const text = `id,text\n${rows.join('\n')}\n`;
		const { items } = await node.succeed('file.split', await node.item(text), {
			splitBy: 'size',
			megabytesAtMost: 0.005,
		});
		const parts = await Promise.all(items.map(async (item) => await node.read(item)));
		for (const part of parts) expect(part.length).toBeLessThanOrEqual(5_000);
		expect(parts.map((part) => part.replace('id,text\n', '')).join('')).toBe(text.replace('id,text\n', ''));
	});

	it.each([2.5, Infinity, 0, -1, '', 'many', '1e400'])(
		'refuses %p as rows in each file',
		async (rowsAtMost) => {
			const parameters = { splitBy: 'rows', rowsAtMost };
			await node.fail('file.split', await node.item(csv), /"Rows in Each File" must be a whole/, parameters);
		},
	);

	it.each([Infinity, 0, -1, '', 'many'])('refuses %p as the size of each file', async (megabytesAtMost) => {
		const parameters = { splitBy: 'size', megabytesAtMost };
		await node.fail('file.split', await node.item(csv), /"Size of Each File \(MB\)" must be/, parameters);
	});

	it('by value gives one file per value, with safe names', async () => {
		const item = await node.item('shop,n\nA/../x,1\nB,2\n"A/../x",3\n,4\nb,5\n');
		const { items } = await node.succeed('file.split', item, { splitBy: 'value', column: 'shop' });
		expect(items.map((made) => [fileOf(made).fileName, fileOf(made).value, fileOf(made).rows])).toEqual([
			['report-A_.._x.csv', 'A/../x', 2],
			['report-B.csv', 'B', 1],
			['report-blank.csv', '', 1],
			['report-b-2.csv', 'b', 1],
		]);
		expect(await node.read(items[0]!)).toBe('shop,n\nA/../x,1\n"A/../x",3\n');
	});

	it('by value reads the file again for more values than are written at once', async () => {
		const rows = Array.from({ length: 5_000 }, (_, index) => `v${(index * 7) % 250},${index}`);
		const item = await node.item(`shop,n\n${rows.join('\n')}\n`);
		const { items } = await node.succeed('file.split', item, { splitBy: 'value', column: 'shop' });
		expect(items).toHaveLength(250);
		const read = await Promise.all(
			items.map(async (made) => (await node.read(made)).trim().split('\n').slice(1)),
		);
		expect(read.flat().sort()).toEqual([...rows].sort());
		for (const [index, part] of read.entries())
			expect(new Set(part.map((row) => row.split(',')[0])).size).toBe(index >= 0 ? 1 : 0);
	});

	it.each([
		['rows', { splitBy: 'rows', rowsAtMost: 5 }],
		['value', { splitBy: 'value', column: 'b' }],
	])('by %s gives a last row that was cut within its line end the whole one', async (_, parameters) => {
		const { items } = await node.succeed('file.split', await node.item('a,b\r\n1,2\r\n3,2\r'), parameters);
		expect(await Promise.all(items.map(async (item) => await node.read(item)))).toEqual([
			'a,b\r\n1,2\r\n3,2\r\n',
		]);
	});

	it('by value leaves nothing behind when a row does not fit', async () => {
		const item = await node.item('shop,n\nA,1\nB,2\nC\n');
		await node.fail('file.split', item, /line 4/, { splitBy: 'value', column: 'shop' });
	});
});

describe('Join', () => {
	const join = async (texts: string[], parameters = {}) => {
		const items = await Promise.all(texts.map(async (text) => await node.item(text)));
		return await node.run('file.join', items, parameters);
	};

	it('combines the files of all items into one, with one header', async () => {
		const { items } = await join(['a,b\n1,2\n', 'a,b\n3,"4\n5"\n', 'b;a\n7;6']);
		expect(await node.read(items[0]!)).toBe('a,b\n1,2\n3,"4\n5"\n6,7\n');
		expect(fileOf(items[0]!)).toMatchObject({ rows: 3, files: 3, fileName: 'report-joined.csv' });
	});

	it('reverses Split', async () => {
		const parts = await node.succeed('file.split', await node.item(csv), { splitBy: 'rows', rowsAtMost: 1 });
		const { items } = await node.run('file.join', parts.items);
		expect(await node.read(items[0]!)).toBe(`${csv}\r\n`);
	});

	it.each([
		['amount\r\n10\r', 'amount\r\n20\r\n', 'amount\r\n10\r\n20\r\n'],
		['a,b\n1,2\r', 'a,b\n3,4\n', 'a,b\n1,2\n3,4\n'],
		['a,b\r\n1,"2"\r', 'a,b\r\n3,4\r\n', 'a,b\r\n1,"2"\r\n3,4\r\n'],
		['a,b\r1,2\r', 'a,b\r3,4\r', 'a,b\r1,2\r3,4\r'],
		['a,b\r1,2\r3,4\n', 'a,b\r5,6\r', 'a,b\r1,2\r3,4\n5,6\r'],
		['a,b\r1,2\r3,4', 'a,b\r5,6\r', 'a,b\r1,2\r3,4\r5,6\r'],
		['a,b\r\n1,2', 'a,b\r\n3,4', 'a,b\r\n1,2\r\n3,4\r\n'],
	])('keeps the rows of %j and %j apart', async (first, second, joined) => {
		const { items } = await join([first, second]);
		expect(await node.read(items[0]!)).toBe(joined);
		expect(fileOf(items[0]!)).toMatchObject({ rows: joined.split(/\r\n|\r|\n/).length - 2 });
	});

	it.each([
		['1.234,50', '9,876.25', 'comma', 'point'],
		['9876.25', '0,5', 'point', 'comma'],
		['0.125', '1234,5', 'point', 'comma'],
	])('refuses a file with %s and one with %s', async (one, other, mark, otherMark) => {
		const texts = {
			'a.csv': `id;amount\n1;${one}\n`,
			'whole.csv': 'id;amount\n2;7\n',
			'b.csv': `id;amount\n3;${other}\n`,
		};
		const items = await Promise.all(
			Object.entries(texts).map(async ([name, text]) => await node.item(text, name)),
		);
		for (const columnsThatDiffer of ['fail', 'fill']) {
			const { error, items: made, left } = await node.run('file.join', items, { columnsThatDiffer });
			expect(error?.message).toBe(
				`"a.csv" writes decimals with a ${mark}, "b.csv" with a ${otherMark}: in one file, amounts would be misread`,
			);
			expect(error?.description).toMatch(/Convert.*"Output Decimal Separator".*"Decimal Separator"/s);
			expect([made, left]).toEqual([[], 0]);
		}
		const { items: chosen } = await node.run('file.join', items, { options: { decimal: 'point' } });
		expect(fileOf(chosen[0]!)).toMatchObject({ rows: 3, files: 3 });
	});

	it.each([
		['1.234,50', '1.234'],
		['9876.25', '7'],
		['1,234', '0,5'],
		['', '0,5'],
	])('takes a file with %j and one with %j: only one shows its decimals', async (one, other) => {
		const { items } = await join([`id;amount\n1;${one}\n`, `id;amount\n2;${other}\n`]);
		expect(await node.read(items[0]!)).toBe(`id;amount\n1;${one}\n2;${other}\n`);
	});

	it('takes what Convert made of a file with the other decimals', async () => {
		const parameters = {
			format: 'csv',
			options: { outputDecimal: 'point', outputDelimiter: ';', lineEnd: 'lf' },
		};
		const source = await node.item('id;amount\n1;1.234,50\n');
		const { items: converted } = await node.succeed('file.convert', source, parameters);
		const { items } = await node.run('file.join', [
			converted[0]!,
			await node.item('id;amount\n2;9,876.25\n'),
		]);
		expect(await node.read(items[0]!)).toBe('id;amount\n1;1234.50\n2;9,876.25\n');
	});

	it('refuses files with other columns, or fills with blanks', async () => {
		const { error } = await join(['a,b\n1,2\n', 'a,c\n3,4\n']);
		expect(error?.message).toContain('lacks b and also has c');
		const { items } = await join(['a,b\n1,2\n', 'a,c\n3,4\n'], { columnsThatDiffer: 'fill' });
		expect(await node.read(items[0]!)).toBe('a,b,c\n1,2,\n3,,4\n');
	});
});
