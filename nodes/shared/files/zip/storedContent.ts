import { BrokenZip } from './brokenZip';
import type { ByteReader } from './byteReader';
import { crc32 } from './crc32';
import type { Sizes } from './headers';

const MARK = Buffer.from('PK\x07\x08', 'latin1');
const DESCRIPTOR_BYTES = 16;
const ZIP64_DESCRIPTOR_BYTES = 24;

/**
 * Content that is not compressed and is followed by its size. Nothing but that descriptor says where it ends, and its
 * mark may also occur in the content: it counts only where checksum and size are those of what came before.
 */
export async function* storedContent(
	reader: ByteReader,
	isZip64: boolean,
	found: (sizes: Sizes) => void,
): AsyncGenerator<Buffer> {
	const descriptorBytes = isZip64 ? ZIP64_DESCRIPTOR_BYTES : DESCRIPTOR_BYTES;
	let crc = 0;
	let length = 0;
	for (;;) {
		const ahead = await reader.ahead(descriptorBytes);
		if (ahead.length < descriptorBytes) throw new BrokenZip('it ends early');
		const at = ahead.indexOf(MARK);
		// Without a mark all is content, but for what may be its beginning.
		const plain = at < 0 ? ahead.length - (MARK.length - 1) : at;
		const isDescriptorWhole = at >= 0 && at + descriptorBytes <= ahead.length;
		if (plain > 0) {
			const piece = reader.take(plain);
			crc = crc32(piece, crc);
			length += piece.length;
			yield piece;
			continue;
		}
		if (!isDescriptorWhole) continue;
		const sizes = parse(ahead, isZip64);
		if (sizes.crc === crc && sizes.compressed === length && sizes.plain === length) {
			reader.take(descriptorBytes);
			return found(sizes);
		}
		const piece = reader.take(1);
		crc = crc32(piece, crc);
		length += 1;
		yield piece;
	}
}

/** The descriptor after compressed content; its mark is optional. */
export async function readDescriptor(reader: ByteReader, isZip64: boolean): Promise<Sizes> {
	const hasMark = (await reader.ahead(MARK.length)).subarray(0, MARK.length).equals(MARK);
	const bytes = (isZip64 ? ZIP64_DESCRIPTOR_BYTES : DESCRIPTOR_BYTES) - (hasMark ? 0 : MARK.length);
	const read = await reader.read(bytes);
	return parse(hasMark ? read : Buffer.concat([MARK, read]), isZip64);
}

const parse = (descriptor: Buffer, isZip64: boolean): Sizes => ({
	crc: descriptor.readUInt32LE(4),
	compressed: isZip64 ? Number(descriptor.readBigUInt64LE(8)) : descriptor.readUInt32LE(8),
	plain: isZip64 ? Number(descriptor.readBigUInt64LE(16)) : descriptor.readUInt32LE(12),
});
