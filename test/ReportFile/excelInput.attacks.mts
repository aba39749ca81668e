import type { Attack } from '../attacks/attack.mts';

const scanner = 'nodes/ReportFile/excel/read/xmlScanner.ts';

export const attacks: Attack[] = [
	{
		name: 'a workbook with XML entities that grow without end',
		title: 'with an error: entities that grow',
		file: scanner,
		line: "if ('<!--'.startsWith(start) || '<![CDATA['.startsWith(start)) return -1;",
		becomes: "return after(text, ']>', tag);",
	},
	{
		name: 'a workbook with one tag without end',
		title: 'one tag without end',
		file: scanner,
		line: 'if (this.rest.length > PIECE_CHARACTERS_AT_MOST)',
		becomes: 'if (false as boolean)',
	},
	{
		name: 'a workbook with one value without end, in pieces',
		title: 'one value without end, in pieces',
		file: 'nodes/ReportFile/excel/read/sheetHandler.ts',
		line: 'if (this.value.length > CELL_CHARACTERS_AT_MOST)',
		becomes: 'if (false as boolean)',
	},
	{
		name: 'a workbook whose XML is cut up, so that cells are lost in silence',
		title: 'a cell that is cut up',
		file: scanner,
		line: 'if (this.within.pop() !== name)',
		becomes: 'if (this.within.pop() === undefined)',
	},
	{
		name: 'a workbook with a table of texts without end',
		title: 'a table of texts without end',
		file: 'nodes/ReportFile/excel/read/stringTable.ts',
		line: 'if (needed > BYTES_AT_MOST)',
		becomes: 'if (needed > 2 * BYTES_AT_MOST)',
	},
	{
		name: 'a workbook whose cells are wider than any sheet',
		title: 'a cell outside of every sheet',
		file: 'nodes/ReportFile/excel/read/sheetHandler.ts',
		line: ' || index > COLUMNS_AT_MOST',
		becomes: '',
	},
	{
		name: 'a workbook whose cell points at nothing, and would be empty in silence',
		title: 'a text that is not there',
		file: 'nodes/ReportFile/excel/read/sheetHandler.ts',
		line: 'if (text === undefined)',
		becomes: "if (text === undefined) return '';\n				if (text === undefined)",
	},
];
