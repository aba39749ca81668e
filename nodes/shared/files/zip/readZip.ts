import type { Bytes } from '../streams';
import { BrokenZip } from './brokenZip';
import { ByteReader } from './byteReader';
import { checkDirectory, type Seen } from './checkDirectory';
import { crc32 } from './crc32';
import { readLocalHeader, signature, type LocalHeader, type Sizes } from './headers';
import { Inflater } from './inflater';
import { signatureAhead } from './signatureAhead';
import { readDescriptor, storedContent } from './storedContent';
import { ZipLimitPassed } from './zipLimitPassed';

export { BrokenZip } from './brokenZip';
export { ZipLimitPassed } from './zipLimitPassed';

export interface ZipEntry {
	/** As it is in the archive: not yet a name to trust. */
	name: string;
	/** To be read before the next entry. Ends with a BrokenZip when the content is not what the archive says. */
	bytes: Bytes;
}

export interface ZipLimits {
	entriesAtMost: number;
	/** Of all files together, unpacked. */
	bytesAtMost: number;
}

/**
 * The files of a ZIP archive, one after the other while it arrives; no more than some pieces are held in memory.
 *
 * An archive ends with a directory of what is in it, which by design is read first. Here it is read last, and must
 * say the same as what came before: only when this generator has come to its end was the archive whole. Folders are left
 * out. Throws a BrokenZip, or a ZipLimitPassed beyond the limits.
 */
export async function* readZip(source: Bytes, limits: ZipLimits): AsyncGenerator<ZipEntry> {
	const reader = new ByteReader(source);
	const inflater = await Inflater.start();
	const seen: Seen[] = [];
	let total = 0;
	const count = (bytes: number) => {
		total += bytes;
		if (total > limits.bytesAtMost) throw new ZipLimitPassed('bytes', limits.bytesAtMost);
	};
	try {
		if ((await signatureAhead(reader)) !== signature.localFile) await expectEmptyArchive(reader);
		while ((await signatureAhead(reader)) === signature.localFile) {
			const offset = reader.position;
			reader.take(4);
			const header = await readLocalHeader(reader);
			if (seen.length >= limits.entriesAtMost) throw new ZipLimitPassed('files', limits.entriesAtMost);
			let sizes: Sizes | undefined;
			const bytes = content(reader, inflater, header, count, (proven) => (sizes = proven));
			if (!header.name.endsWith('/')) yield { name: header.name, bytes };
			// What the consumer left.
			for await (const rest of bytes) void rest;
			if (sizes === undefined) throw new BrokenZip('a file in it was not read to its end');
			seen.push({ name: header.name, offset, ...(sizes as Sizes) });
		}
		await checkDirectory(reader, seen);
	} finally {
		await reader.close();
	}
}

async function expectEmptyArchive(reader: ByteReader): Promise<void> {
	const next = await signatureAhead(reader);
	if (next !== signature.end && next !== signature.zip64End)
		throw new BrokenZip('it does not start like one');
}

async function* content(
	reader: ByteReader,
	inflater: Inflater,
	header: LocalHeader,
	count: (bytes: number) => void,
	proven: (sizes: Sizes) => void,
): AsyncGenerator<Buffer> {
	const start = reader.position;
	let late: Sizes | undefined;
	let crc = 0;
	let plain = 0;
	for await (const piece of unpack(reader, inflater, header, (sizes) => (late = sizes))) {
		count(piece.length);
		crc = crc32(piece, crc);
		plain += piece.length;
		yield piece;
	}
	// For stored content that is followed by its size, the reader has found the descriptor by checking it.
	const compressed = late === undefined ? reader.position - start : plain;
	const sizes = header.sizes ?? late ?? (await readDescriptor(reader, header.isZip64));
	const isRight = sizes.crc === crc && sizes.plain === plain && sizes.compressed === compressed;
	if (!isRight) throw new BrokenZip('a file in it is damaged');
	proven(sizes);
}

function unpack(
	reader: ByteReader,
	inflater: Inflater,
	{ method, sizes, isZip64 }: LocalHeader,
	late: (sizes: Sizes) => void,
): AsyncGenerator<Buffer> {
	if (method === 8) return inflater.inflate(reader);
	if (method === 9) return inflater.inflate(reader, 'deflate64');
	if (method !== 0) throw new BrokenZip('a file in it is compressed in an unusual way');
	return sizes === undefined ? storedContent(reader, isZip64, late) : reader.pieces(sizes.compressed);
}
