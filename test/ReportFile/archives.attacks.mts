import type { Attack } from '../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'an archive that grows to a thousand times its size',
		title: 'a ZIP bomb ends at the expansion it is allowed',
		file: 'nodes/ReportFile/archive/archiveLimits.ts',
		line: 'bytesOut > bytesIn * expansionAtMost',
		becomes: '(false as boolean)',
	},
	{
		name: 'a name in an archive that leads out of a folder',
		title: 'the name ../../etc/passwd is made safe',
		file: 'nodes/ReportFile/archive/entryNames.ts',
		line: "parts.at(-1) ?? 'file'",
		becomes: 'stored',
	},
	{
		name: 'half an archive that leaves its first files in the store',
		title: 'a damaged last file keeps none of those before it',
		file: 'nodes/ReportFile/archive/unpack.ts',
		line: 'const { bytes } of archiveFiles(source.open(), source.fileName, limits)',
		becomes: 'const { bytes } of [] as Array<{ bytes: Uint8Array[] }>',
	},
	{
		name: 'two files of one name in an archive, one of which hides the other',
		title: 'files of one name are told apart',
		file: 'nodes/ReportFile/archive/entryNames.ts',
		line: 'this.taken.has(unlike.toLowerCase())',
		becomes: '(false as boolean)',
	},
	{
		name: 'a limit of an archive that is no number',
		title: 'a limit that is not a number is refused',
		file: 'nodes/shared/run/fieldValues.ts',
		line: 'if (number > 0) return number;',
		becomes: 'return number;',
	},
];
