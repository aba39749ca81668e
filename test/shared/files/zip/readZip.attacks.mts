import type { Attack } from '../../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a ZIP that is a bomb',
		title: 'a bomb is stopped at the limit',
		file: 'nodes/shared/files/zip/readZip.ts',
		line: 'if (total > limits.bytesAtMost)',
		becomes: 'if (false as boolean)',
	},
	{
		name: 'a ZIP with a flood of files',
		title: 'too many files are refused at the limit',
		file: 'nodes/shared/files/zip/readZip.ts',
		line: 'if (seen.length >= limits.entriesAtMost)',
		becomes: 'if (false as boolean)',
	},
	{
		name: 'a file in a ZIP changed on its way',
		title: 'for each flipped bit of content or directory',
		file: 'nodes/shared/files/zip/readZip.ts',
		line: 'sizes.crc === crc && ',
		becomes: '',
	},
];
