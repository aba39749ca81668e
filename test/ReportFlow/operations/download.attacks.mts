import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a ReportFlow ID out of an item that is a path',
		title: 'before anything is sent',
		file: 'nodes/ReportFlow/api/paths.ts',
		line: 'if (isId(text)) return',
		becomes: "if (text !== '') return",
	},
	{
		name: 'a size limit switched off by an expression',
		title: 'refuses a size limit that is not a number instead of ignoring it',
		file: 'nodes/shared/run/fieldValues.ts',
		line: 'if (number > 0) return number;',
		becomes: 'return number;',
	},
	{
		name: 'a name in a ZIP that is a path',
		title: 'a ZIP with "parent-paths"',
		file: 'nodes/ReportFlow/download/fetchFiles.ts',
		line: "name.split(/[/\\\\]/).at(-1) ?? ''",
		becomes: 'name',
	},
	{
		name: 'half a PDF taken for a whole one',
		title: 'a file that is "truncated"',
		file: 'nodes/shared/files/wholePdf.ts',
		line: "if (!tail.includes('%%EOF'))",
		becomes: 'if (false as boolean)',
	},
	{
		name: 'a page of HTML taken for a PDF by Download',
		title: 'a file that is "json-as-pdf"',
		file: 'nodes/shared/files/wholePdf.ts',
		line: "if (!head.subarray(0, MARK_WITHIN_BYTES).includes('%PDF-'))",
		becomes: 'if (false as boolean)',
	},
	{
		name: 'a ZIP that gives one name to two PDFs',
		title: 'refuses a ZIP with the same name twice, since the PDFs could not be told apart',
		file: 'nodes/ReportFlow/download/fetchFiles.ts',
		line: 'names.has(asCompared)',
		becomes: 'false as boolean',
	},
];
