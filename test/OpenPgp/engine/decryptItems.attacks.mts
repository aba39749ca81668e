import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a file name that is a path',
		title: 'is the outer one, else the inner one',
		file: 'nodes/shared/files/fileNames.ts',
		line: ".replace(/^\\.+/, '')",
		becomes: '',
	},
	{
		name: 'a file name in the options that is a path',
		title: 'from the options cannot be a path',
		file: 'nodes/OpenPgp/files/source.ts',
		line: "\tsafeFileName(String(fileName ?? ''));",
		becomes: "\tString(fileName ?? '') || undefined;",
	},
];
