import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a page of HTML kept as a file of another kind',
		title: 'passes, unless it is empty or a web page',
		file: 'nodes/ConnectReport/export/wholeFile.ts',
		line: 'if (isPage && !/^x?html?$/.test(ending)) throw errors.otherKind();',
		becomes: '',
	},
	{
		name: 'half a workbook kept as a whole one',
		title: 'counts as cut off when its last 10 bytes are missing',
		file: 'nodes/ConnectReport/export/wholeFile.ts',
		line: 'if (endOfZip(tail) === undefined) throw errors.cutOff();',
		becomes: '',
	},
];
