import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { endingOf, mediaTypeOf, safeFileName } from '../../shared/files/fileNames';
import { RemedyError } from '../../shared/run/remedyError';
import { connectReport } from '../facts';

export const formatFields: INodeProperties[] = [
	{
		displayName: 'Format',
		name: 'format',
		type: 'options',
		default: 'excel',
		options: [
			{ name: 'Excel', value: 'excel', description: 'An Excel workbook (.xlsx)' },
			{ name: 'Other', value: 'other', description: 'By the name that your ConnectReport has for it' },
			{ name: 'PDF', value: 'pdf' },
		],
	},
	{
		displayName: 'Name of the Format',
		name: 'otherFormat',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. pptx',
		description: 'As ConnectReport takes it; also the ending of the file',
		displayOptions: { show: { format: ['other'] } },
	},
];

export const fileNameOption: INodeProperties = {
	displayName: 'File Name',
	name: 'fileName',
	type: 'string',
	default: '',
	placeholder: 'e.g. Sales 2026-01.xlsx',
	description: 'Empty uses the title of the report. The extension is added if it is missing.',
};

/** How a file is requested, and what it must be. */
export interface Format {
	/** What ConnectReport calls it. */
	type: string;
	ending: string;
}

/** Reads the choice. Throws a RemedyError when it is none. */
export function chosenFormat(context: IExecuteFunctions, itemIndex: number): Format {
	const format = context.getNodeParameter('format', itemIndex) as string;
	if (format === 'pdf' || format === 'excel') {
		const type = connectReport.formats[format];
		return { type, ending: type };
	}
	const type = String(context.getNodeParameter('otherFormat', itemIndex, ''))
		.trim()
		.replace(/^\./, '');
	if (/^[A-Za-z0-9_-]{1,40}$/.test(type)) return { type, ending: type.toLowerCase() };
	throw new RemedyError(
		`"${type.slice(0, 60)}" is not the name of a format`,
		'Fill in the name that ConnectReport has for it, for example pptx.',
	);
}

/** The given name, else the title, with the ending of the format. */
export function fileNameFor(
	{ ending }: Format,
	given: string,
	title: string | undefined,
	id: string,
): string {
	const name = safeFileName(given.trim()) ?? safeFileName((title ?? '').trim()) ?? id;
	return endingOf(name) === ending ? name : `${name}.${ending}`;
}

/** By the ending where that is known, else what the server says. */
export function mediaTypeFor({ ending }: Format, said: string): string {
	const known = mediaTypeOf(`file.${ending}`);
	const isUsable = /^[\w.+-]{1,60}\/[\w.+-]{1,100}$/.test(said);
	return known === 'application/octet-stream' && isUsable ? said : known;
}
