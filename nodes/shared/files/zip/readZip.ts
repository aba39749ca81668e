import type { Bytes } from '../streams';
import { BrokenZip } from './brokenZip';
import { ByteReader } from './byteReader';
import { crc32 } from './crc32';
import {
	readCentralHeader,
	readLocalHeader,
	signature,
	toNumber,
	type LocalHeader,
	type Sizes,
} from './headers';
import { Inflater } from './inflater';
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

interface Seen extends Sizes {
	name: string;
	offset: number;
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

async function signatureAhead(reader: ByteReader): Promise<number> {
	const ahead = await reader.ahead(4);
	if (ahead.length < 4) throw new BrokenZip('it ends early');
	return ahead.readUInt32LE(0);
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

/** The directory must name exactly what came, and the archive must end after it. */
async function checkDirectory(reader: ByteReader, seen: Seen[]): Promise<void> {
	const byOffset = new Map(seen.map((entry) => [entry.offset, entry]));
	const start = reader.position;
	while ((await signatureAhead(reader)) === signature.centralFile) {
		reader.take(4);
		const central = await readCentralHeader(reader);
		const entry = byOffset.get(central.offset);
		const isSame =
			entry !== undefined &&
			entry.name === central.name &&
			entry.crc === central.crc &&
			entry.plain === central.plain &&
			entry.compressed === central.compressed;
		if (!isSame) throw new BrokenZip('its directory does not match its content');
		byOffset.delete(central.offset);
	}
	const length = reader.position - start;
	const last = await readEnd(reader);
	const fits =
		byOffset.size === 0 && last.entries === seen.length && last.size === length && last.offset === start;
	if (!fits) throw new BrokenZip('its directory does not match its content');
	if ((await reader.ahead()).length > 0) throw new BrokenZip('there is more data after its end');
}

interface End {
	entries: number;
	size: number;
	offset: number;
}

async function readEnd(reader: ByteReader): Promise<End> {
	const zip64 =
		(await signatureAhead(reader)) === signature.zip64End ? await readZip64End(reader) : undefined;
	if ((await signatureAhead(reader)) !== signature.end) throw new BrokenZip('its directory is damaged');
	const end = await reader.read(22);
	await reader.read(end.readUInt16LE(20));
	return zip64 ?? { entries: end.readUInt16LE(10), size: end.readUInt32LE(12), offset: end.readUInt32LE(16) };
}

async function readZip64End(reader: ByteReader): Promise<End> {
	const head = await reader.read(12);
	const rest = await reader.read(Math.min(toNumber(head.readBigUInt64LE(4)), 64 * 1024));
	if (rest.length < 44 || (await signatureAhead(reader)) !== signature.zip64Locator) {
		throw new BrokenZip('its directory is damaged');
	}
	await reader.read(20);
	return {
		entries: toNumber(rest.readBigUInt64LE(20)),
		size: toNumber(rest.readBigUInt64LE(28)),
		offset: toNumber(rest.readBigUInt64LE(36)),
	};
}
