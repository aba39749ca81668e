import type { Attack } from '../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'an archive that grows to a thousand times its size',
		title: 'stops a ZIP bomb at the expansion it is allowed',
		file: 'nodes/ReportFile/archive/archiveLimits.ts',
		line: 'bytesOut > bytesIn * expansionAtMost',
		becomes: '(false as boolean)',
	},
	{
		name: 'a name in an archive that leads out of a folder',
		title: 'makes the name ../../etc/passwd safe',
		file: 'nodes/ReportFile/archive/entryNames.ts',
		line: "parts.at(-1) ?? 'file'",
		becomes: 'stored',
	},
	{
		name: 'half an archive that leaves its first files in the store',
		title: 'keeps no file of an archive whose last file is damaged',
		file: 'nodes/ReportFile/archive/unpack.ts',
		line: 'const { bytes } of archiveFiles(source.open(), source.fileName, limits)',
		becomes: 'const { bytes } of [] as Array<{ bytes: Uint8Array[] }>',
	},
	{
		name: 'two files of one name in an archive, one of which hides the other',
		title: 'gives files of the same name different names',
		file: 'nodes/ReportFile/archive/entryNames.ts',
		line: 'this.taken.has(unlike.toLowerCase())',
		becomes: '(false as boolean)',
	},
	{
		name: 'a limit of an archive that is no number',
		title: 'refuses a limit that is not a number',
		file: 'nodes/shared/run/fieldValues.ts',
		line: 'if (number > 0) return number;',
		becomes: 'return number;',
	},
];
