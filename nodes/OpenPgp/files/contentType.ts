import { endingOf, mediaTypeOf } from '../../shared/files/fileNames';

export interface Content {
	fileName: string;
	mediaType: string;
}

/** How much `sniffContent` looks at. */
export const SNIFFED_BYTES = 262;

const archives = [
	{
		at: 0,
		start: Buffer.from([0x50, 0x4b, 0x03, 0x04]),
		ending: 'zip',
		// Documents that are ZIP archives by themselves.
		others: ['xlsx', 'docx', 'pptx', 'ods', 'odt'],
	},
	{ at: 0, start: Buffer.from([0x1f, 0x8b]), ending: 'gz', others: ['tgz'] },
	{ at: 257, start: Buffer.from('ustar'), ending: 'tar', others: [] },
];

/** What a file that came out is: told by its first bytes where they are plain, else by its name. */
export function sniffContent(head: Buffer, fileName: string): Content {
	const own = endingOf(fileName);
	// The bytes win: a "report.csv" that is a ZIP must not be taken for text further on.
	const archive = archives.find(({ at, start }) => head.subarray(at, at + start.length).equals(start));
	const isTold = archive === undefined || [archive.ending, ...archive.others].includes(own);
	const name = isTold ? fileName : `${fileName}.${archive.ending}`;
	return { fileName: name, mediaType: mediaTypeOf(name) };
}
