import { deflate } from '../deflate';
import type { Bytes } from '../streams';
import { crc32 } from './crc32';
import { centralHeader, descriptor, endOfArchive, localHeader, type WrittenEntry } from './writeHeaders';

/** One file to go into an archive. */
export interface ZipInput {
	/** With "/" between folders. */
	name: string;
	bytes: Bytes;
	/** In bytes, where it is known: below 4 GB the entry does without ZIP64, which some programs cannot read. */
	size?: number;
	/** Bytes that are compressed already do not get smaller. */
	isStored?: boolean;
}

/** The largest size that is written without ZIP64; compression can make a file larger by a few bytes a block. */
const PLAIN_BYTES_AT_MOST = 0xffff_ffff - 4_000_000;

/**
 * Writes a ZIP archive (PKWARE's APPNOTE 6.3) as its files come; no more than some pieces are held in memory. Sizes and
 * checksums stand after each file's content. Throws a RangeError when a file is larger than its `size` allows.
 */
export async function* writeZip(
	inputs: AsyncIterable<ZipInput> | Iterable<ZipInput>,
	modified: Date,
): AsyncGenerator<Uint8Array> {
	const entries: WrittenEntry[] = [];
	let position = 0;
	for await (const { name, bytes, size, isStored = false } of inputs) {
		const entry: WrittenEntry = {
			name: Buffer.from(name, 'utf8'),
			method: isStored ? 0 : 8,
			isZip64: size === undefined || size > PLAIN_BYTES_AT_MOST,
			modified,
			offset: position,
			crc: 0,
			compressed: 0,
			plain: 0,
		};
		const header = localHeader(entry);
		yield header;
		const counted = count(bytes, entry);
		for await (const piece of isStored ? counted : deflate(counted, 'deflate-raw')) {
			entry.compressed += piece.length;
			yield piece;
		}
		const larger = Math.max(entry.compressed, entry.plain);
		if (!entry.isZip64 && larger > 0xffff_ffff) throw new RangeError(`${name} is larger than 4 GB`);
		const end = descriptor(entry);
		yield end;
		position += header.length + entry.compressed + end.length;
		entries.push(entry);
	}
	let directoryBytes = 0;
	for (const entry of entries) {
		const header = centralHeader(entry);
		directoryBytes += header.length;
		yield header;
	}
	yield endOfArchive(entries.length, directoryBytes, position);
}

async function* count(bytes: Bytes, entry: WrittenEntry): AsyncGenerator<Uint8Array> {
	for await (const piece of bytes) {
		entry.crc = crc32(piece, entry.crc);
		entry.plain += piece.length;
		yield piece;
	}
}
