import type { IBinaryData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { createHash } from 'crypto';
import { safeFileName } from '../../shared/files/fileNames';
import { openFile, storeFile, type NodeStream } from '../../shared/files/fileStore';
import { abortable, type Bytes, collect, once } from '../../shared/files/streams';
import { inMemory, type Limits } from '../limits';
import { limitText } from '../limitSize';
import { OpenPgpError } from '../openPgpError';

/** The file or text that an operation works on. It ends with an error when the execution is cancelled. */
export interface Source {
	bytes: Bytes;
	fileName: string;
	isText: boolean;
	/** A Node stream at hand, by which another one is made. */
	like?: NodeStream;
}

/** What came out: a file in n8n's store, or text. */
export interface Result {
	bytes: number;
	sha256: string;
	binary?: IBinaryData;
	text?: string;
}

/** Opens what the fields of `inputFields` name, and closes it whatever comes of the work. */
export async function withSource<T>(
	context: IExecuteFunctions,
	itemIndex: number,
	work: (source: Source) => Promise<T>,
): Promise<T> {
	const source = await openSource(context, itemIndex);
	try {
		return await work(source);
	} finally {
		(source.like as { destroy?: () => void } | undefined)?.destroy?.();
	}
}

async function openSource(context: IExecuteFunctions, itemIndex: number): Promise<Source> {
	const signal = context.getExecutionCancelSignal();
	if (context.getNodeParameter('input', itemIndex, 'file') === 'text') {
		const text = String(context.getNodeParameter('text', itemIndex) ?? '');
		if (text.trim() === '') {
			throw new OpenPgpError('The text is empty', 'Fill in "Text", or choose the input "File".');
		}
		return { bytes: abortable(once(Buffer.from(text)), signal), fileName: 'text.txt', isText: true };
	}
	const field = context.getNodeParameter('binaryPropertyName', itemIndex) as string;
	const { bytes, fileName, stream } = await openFile(context, itemIndex, field);
	return {
		bytes: abortable(bytes, signal),
		fileName: safeFileName(fileName) ?? 'file',
		isText: false,
		...(stream && { like: stream }),
	};
}

/** The name in the option "File Name", where an expression may bring in what somebody else chose; undefined when empty. */
export const chosenName = ({ fileName }: { fileName?: unknown }): string | undefined =>
	safeFileName(String(fileName ?? ''));

/** Less for what ends up in memory: a text, and a file where n8n has no stream to read it with. */
export const limitsFor = ({ isText, like }: Pick<Source, 'isText' | 'like'>, limits: Limits): Limits =>
	isText || like === undefined ? inMemory(limits) : limits;

/** Puts out what was made of a source in the way it came in. Nothing is kept unless the bytes end without an error. */
export async function keep(
	context: IExecuteFunctions,
	{ isText, like }: Pick<Source, 'isText' | 'like'>,
	bytes: Bytes,
	content: { fileName: string; mediaType: string },
): Promise<Result> {
	if (!isText) return await storeFile(context, bytes, { ...content, ...(like && { like }) });
	const whole = await collect(limitText(bytes));
	const text = decodeText(whole);
	if (text === undefined) {
		throw new OpenPgpError(
			'What came out is not text, so it cannot be a text in the output',
			'Set "Input" to "File", so that a file comes out. Convert to File > Convert to Text File, before this node, makes a file from your text.',
		);
	}
	return { text, bytes: whole.length, sha256: createHash('sha256').update(whole).digest('hex') };
}

export function decodeText(bytes: Uint8Array): string | undefined {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return undefined;
	}
}

/** The item as it came, with what was made of it. */
export function resultItem(
	item: INodeExecutionData,
	result: Partial<Result>,
	facts: object,
	outputField: string,
): INodeExecutionData {
	return {
		json: {
			...item.json,
			...(result.text !== undefined && { text: result.text }),
			openPgp: facts as IDataObject,
		},
		binary: { ...item.binary, ...(result.binary && { [outputField]: result.binary }) },
	};
}
