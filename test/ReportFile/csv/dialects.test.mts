import { readTable } from './readTable.mts';

const utf16 = (text: string, mark = true) => Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le');

it.each<[string, Buffer | string, string[], string[][]]>([
	['a byte order mark', '\ufeffid,name\n1,é\n', ['id', 'name'], [['1', 'é']]],
	['UTF-16 LE', utf16('id,name\n1,é\n'), ['id', 'name'], [['1', 'é']]],
	['UTF-16 LE without a mark', utf16('id,name\n1,é\n', false), ['id', 'name'], [['1', 'é']]],
	['UTF-16 BE', utf16('id,name\n1,é\n').swap16(), ['id', 'name'], [['1', 'é']]],
	['Windows-1252', Buffer.from('id,name\n1,Z\xfcrich \x80\n', 'latin1'), ['id', 'name'], [['1', 'Zürich €']]],
	[
		'semicolons',
		'id;name\n1;a,b\n2;c,d\n',
		['id', 'name'],
		[
			['1', 'a,b'],
			['2', 'c,d'],
		],
	],
	['tabs', 'id\tname\n1\ta,b\n', ['id', 'name'], [['1', 'a,b']]],
	['pipes', 'id|name\n1|a,b\n', ['id', 'name'], [['1', 'a,b']]],
	['sep=', 'sep=;\r\nid;name\r\n1;x\r\n', ['id', 'name'], [['1', 'x']]],
	[
		'CR alone',
		'id,name\r1,x\r2,y\r',
		['id', 'name'],
		[
			['1', 'x'],
			['2', 'y'],
		],
	],
	[
		'a title above the header',
		'Report of May\n\nid,name,amount\n1,x,2\n2,y,3\n',
		['id', 'name', 'amount'],
		[
			['1', 'x', '2'],
			['2', 'y', '3'],
		],
	],
	[
		'a title with delimiters',
		'Report,,\nid,name,amount\n1,x,2\n',
		['id', 'name', 'amount'],
		[['1', 'x', '2']],
	],
	[
		'a row of totals',
		'id,amount\n1,2\n2,3\nTotal,5\n',
		['id', 'amount'],
		[
			['1', '2'],
			['2', '3'],
		],
	],
	['a row of totals and blank lines', 'id,amount\n1,2\nTotal,5\n\n\n', ['id', 'amount'], [['1', '2']]],
	[
		'a second header',
		'id,name\n1,x\nid,name\n2,y\n',
		['id', 'name'],
		[
			['1', 'x'],
			['2', 'y'],
		],
	],
	[
		'blank lines',
		'id,name\n\n1,x\n\n\n2,y\n\n',
		['id', 'name'],
		[
			['1', 'x'],
			['2', 'y'],
		],
	],
	['no line end at the end', 'id,name\r\n1,x', ['id', 'name'], [['1', 'x']]],
	['doubled quotes', 'id,name\n1,"say ""hi"""\n', ['id', 'name'], [['1', 'say "hi"']]],
	[
		'backslash escapes',
		'id,name\n1,"say \\"hi\\", you"\n2,"c:\\\\x"\n',
		['id', 'name'],
		[
			['1', 'say "hi", you'],
			['2', 'c:\\x'],
		],
	],
	[
		'quotes in odd places',
		'id,name\n1,5" pipe\n2,"a" b\n3,"he "said" it"\n',
		['id', 'name'],
		[
			['1', '5" pipe'],
			['2', '"a" b'],
			['3', 'he "said" it'],
		],
	],
	[
		'line ends in quotes',
		'id,name\r\n1,"a\r\nb"\r\n2,"c\nd"\r\n',
		['id', 'name'],
		[
			['1', 'a\r\nb'],
			['2', 'c\nd'],
		],
	],
	['blank names and the same twice', 'a,,a\n1,2,3\n', ['a', 'Column 2', 'a 2'], [['1', '2', '3']]],
	[
		'zeros kept for Excel',
		'id,n\n="00123",1\n"=""00456""",2\n',
		['id', 'n'],
		[
			['00123', '1'],
			['00456', '2'],
		],
	],
	['one column', 'id\n1\n2\n', ['id'], [['1'], ['2']]],
	['only a header', 'id,name\n', ['id', 'name'], []],
])('%s', async (_, content, columns, rows) => {
	for (const pieces of [1, 3, 1 << 20]) {
		const read = await readTable(content, {}, { pieces });
		expect([read.columns, read.rows]).toEqual([columns, rows]);
		// Rows alone are the same rows, on the same lines.
		const alone = await readTable(content, {}, { pieces, withCells: false });
		expect([alone.raw, alone.lines]).toEqual([read.raw, read.lines]);
	}
});

it('a file without a header has numbered columns', async () => {
	expect(await readTable('1,x\n2,y\n', { hasHeader: false })).toMatchObject({
		columns: ['Column 1', 'Column 2'],
		rows: [
			['1', 'x'],
			['2', 'y'],
		],
	});
});

it('says what it left out', async () => {
	const { table } = await readTable('id,amount\n\n1,2\nid,amount\n2,3\nTotal,5\n');
	expect(table.found).toEqual({ rows: 2, blankLines: 1, repeatedHeaders: 1, totals: ['Total', '5'] });
});

it('names the line of each row', async () => {
	expect((await readTable('id,name\n\n1,"a\nb"\n2,c\n')).lines).toEqual([3, 5]);
});

it('a quote that is never closed is an error that names its line', async () => {
	for (const withCells of [true, false]) {
		await expect(readTable('id,name\n1,x\n2,"y\n3,z\n', {}, { withCells })).rejects.toThrow(
			/line 3 starts a quoted value/,
		);
	}
});

it('bytes far down that are not UTF-8 are an error, not other characters', async () => {
	const long = Buffer.concat([
		Buffer.from('id,name\n' + '1,x\n'.repeat(100_000)),
		Buffer.from([0x32, 0x2c, 0xfc, 0x0a]),
	]);
	await expect(readTable(long)).rejects.toThrow(/not UTF-8: "ü"/);
});

it('a row may be longer than what is read at once', async () => {
	const long = 'x'.repeat(3_000_000);
	const { rows } = await readTable(`id,name\n1,"${long}"\n2,y\n`);
	expect(rows.map((row) => row[1]!.length)).toEqual([long.length, 1]);
});
