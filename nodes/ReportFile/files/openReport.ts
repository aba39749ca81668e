import type { IExecuteFunctions } from 'n8n-workflow';
import { safeFileName } from '../../shared/files/fileNames';
import { openFile, type NodeStream } from '../../shared/files/fileStore';
import { abortable, peek, type Bytes } from '../../shared/files/streams';
import { CsvError } from '../csv/csvError';

/** A file in a binary field, which can be read as often as it is needed: n8n reads its files from the start only. */
export interface ReportSource {
	fileName: string;
	/** Opens it from the start. The reader closes it by ending or giving up. Ends with an error when the execution stops. */
	open(): Bytes;
	/** How many bytes the last reading gave. */
	size(): number;
	/** A Node stream at hand, by whose class another one is made; undefined where n8n keeps files in memory. */
	like?: NodeStream;
}

/** The first bytes of files that are not text, and what to do with them. */
const others: Array<{ start: number[]; name: string; remedy: string }> = [
	{
		start: [0x50, 0x4b, 0x03, 0x04],
		name: 'a ZIP archive or an Excel file',
		remedy: 'Use "Unpack" for a ZIP archive, or "Convert" to make CSV of an Excel file.',
	},
	{ start: [0x1f, 0x8b], name: 'compressed (gzip)', remedy: 'Unpack it with "Unpack" first.' },
	{
		start: [0x25, 0x50, 0x44, 0x46],
		name: 'a PDF',
		remedy: 'Choose the binary field that holds the CSV file.',
	},
	{
		start: [0xd0, 0xcf, 0x11, 0xe0],
		name: 'an old Excel file (.xls)',
		remedy: 'Save it as .xlsx or CSV first.',
	},
	{
		start: [0x50, 0x41, 0x52, 0x31],
		name: 'a Parquet file',
		remedy: 'Choose the binary field that holds the CSV file.',
	},
];
const encryptedText = '-----BEGIN PGP MESSAGE';

/** Any file of an item. Throws n8n's own error when the field holds none. */
export async function openReport(
	context: IExecuteFunctions,
	itemIndex: number,
	field: string,
): Promise<ReportSource> {
	const { fileName, stream } = await openFile(context, itemIndex, field);
	(stream as { destroy?: () => void } | undefined)?.destroy?.();
	let size = 0;
	async function* open() {
		const { bytes } = await openFile(context, itemIndex, field);
		size = 0;
		for await (const chunk of abortable(bytes, context.getExecutionCancelSignal())) {
			size += chunk.length;
			yield chunk;
		}
	}
	return {
		fileName: safeFileName(fileName) ?? 'file',
		open,
		size: () => size,
		...(stream && { like: stream }),
	};
}

/** Throws when the first bytes are those of something else than text. */
export async function mustBeText({ open }: ReportSource): Promise<void> {
	const { head, whole } = await peek(open(), encryptedText.length);
	await whole[Symbol.asyncIterator]().return?.();
	for (const { start, name, remedy } of others) {
		if (head.subarray(0, start.length).equals(Buffer.from(start))) {
			throw new CsvError(`The file is ${name}, not CSV`, remedy);
		}
	}
	// OpenPGP: a packet of an encrypted message (tags 1, 3, 18), or the same as text. No text in UTF-8 begins like that.
	const first = head[0] ?? 0;
	const isPacket =
		[0x84, 0x85, 0x86, 0x8c, 0xc1, 0xc3, 0xd2].includes(first) && head.length > 2 && !isText(head);
	if (isPacket || head.toString('latin1').startsWith(encryptedText)) {
		throw new CsvError(
			'The file is encrypted',
			'Decrypt it first with the OpenPGP node, or when you download it.',
		);
	}
}

const isText = (head: Buffer) =>
	head.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
