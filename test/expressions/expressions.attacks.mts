import type { Attack } from '../attacks/attack.mts';

const title = 'no expression takes more steps than its text has characters';

export const attacks: Attack[] = [
	{
		name: 'a signed text of 200 bytes whose "Hash" lines can be divided in more ways than anybody can count',
		title,
		file: 'nodes/OpenPgp/messages/cleartext.ts',
		line: '(?:Hash:[^\\r\\n]*\\r?\\n)*',
		becomes: '(?:Hash: *[^\\r\\n]*\\r?\\n)*',
	},
	{
		name: 'a workbook whose number format is a megabyte of brackets',
		title,
		file: 'nodes/ReportFile/excel/read/numberFormat.ts',
		line: '[^[\\]]*\\]/gi',
		becomes: '[^\\]]*\\]/gi',
	},
];
