import { createHash } from 'crypto';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { type Bytes, collect, once, tap } from './streams';

/** A Node stream, typed by what n8n hands out, because its class may not be imported in a community node. */
export type NodeStream = Awaited<ReturnType<IExecuteFunctions['helpers']['getBinaryStream']>>;

export interface StoredFile {
	binary: IBinaryData;
	bytes: number;
	sha256: string;
}

export interface OpenedFile {
	bytes: Bytes;
	fileName: string;
	/** The stream that n8n reads the file with; undefined where it keeps files in memory. */
	stream?: NodeStream;
}

/** Opens a file of an incoming item, as a stream wherever n8n has one. Throws n8n's own error when there is no such file. */
export async function openFile(
	context: IExecuteFunctions,
	itemIndex: number,
	field: string,
): Promise<OpenedFile> {
	const binary = context.helpers.assertBinaryData(itemIndex, field);
	const fileName = binary.fileName ?? 'file';
	if (binary.id === undefined) {
		const buffer = await context.helpers.getBinaryDataBuffer(itemIndex, field);
		return { bytes: once(buffer), fileName };
	}
	const stream = await context.helpers.getBinaryStream(binary.id, 256 * 1024);
	return { bytes: stream as AsyncIterable<Buffer>, fileName, stream };
}

/**
 * Streams a file into n8n's binary store. The caller gets it only if the bytes end without an error. In filesystem mode
 * memory stays flat, and n8n 2.33 and newer write to a temporary file first, so a failure leaves nothing on the disk.
 *
 * `like` is a Node stream at hand, whose class makes the new one. Without it (n8n keeps files in memory) the bytes are
 * collected, which costs no more than n8n itself does.
 */
export async function storeFile(
	context: IExecuteFunctions,
	bytes: Bytes,
	{ fileName, mediaType, like }: { fileName: string; mediaType: string; like?: NodeStream },
): Promise<StoredFile> {
	const hash = createHash('sha256');
	let length = 0;
	const counted = tap(bytes, (chunk) => {
		hash.update(chunk);
		length += chunk.length;
	});
	const source = like === undefined ? await collect(counted) : toNodeStream(like, counted);
	const binary = await context.helpers.prepareBinaryData(source, fileName, mediaType);
	return { binary, bytes: length, sha256: hash.digest('hex') };
}

/**
 * Whether n8n keeps files in memory. It does not say so, but a file that it keeps elsewhere has an ID: our reading. Stores a
 * file of one byte, which goes with the execution.
 */
export async function keepsInMemory(context: IExecuteFunctions): Promise<boolean> {
	const { id } = await context.helpers.prepareBinaryData(Buffer.from('.'), 'where.txt', 'text/plain');
	return id === undefined;
}

interface StreamClass {
	from(source: Bytes, options: { objectMode: boolean }): NodeStream;
}

const toNodeStream = (like: NodeStream, bytes: Bytes): NodeStream =>
	(like.constructor as unknown as StreamClass).from(bytes, { objectMode: false });
