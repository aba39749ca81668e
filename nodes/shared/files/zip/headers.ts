import { BrokenZip } from './brokenZip';
import type { ByteReader } from './byteReader';

/** Signatures of PKWARE's APPNOTE 6.3, section 4.3. */
export const signature = {
	localFile: 0x04034b50,
	descriptor: 0x08074b50,
	centralFile: 0x02014b50,
	zip64End: 0x06064b50,
	zip64Locator: 0x07064b50,
	end: 0x06054b50,
};

const IN_ZIP64 = 0xffff_ffff;

export interface LocalHeader {
	name: string;
	method: number;
	/** Undefined where they follow the content. */
	sizes?: Sizes;
	isZip64: boolean;
}

export interface Sizes {
	crc: number;
	compressed: number;
	plain: number;
}

export interface CentralHeader extends Sizes {
	name: string;
	offset: number;
}

/** Behind its signature. */
export async function readLocalHeader(reader: ByteReader): Promise<LocalHeader> {
	const fixed = await reader.read(26);
	const flags = fixed.readUInt16LE(2);
	if (flags & 0x0001) throw new BrokenZip('the files in it are encrypted');
	const sizes = {
		crc: fixed.readUInt32LE(10),
		compressed: fixed.readUInt32LE(14),
		plain: fixed.readUInt32LE(18),
	};
	const name = await reader.read(fixed.readUInt16LE(22));
	const extra = await reader.read(fixed.readUInt16LE(24));
	const zip64 = zip64Of(extra);
	return {
		name: decodeName(name, flags),
		method: fixed.readUInt16LE(4),
		isZip64: zip64 !== undefined,
		...(!(flags & 0x0008) && { sizes: widen(sizes, zip64) }),
	};
}

/** Behind its signature. */
export async function readCentralHeader(reader: ByteReader): Promise<CentralHeader> {
	const fixed = await reader.read(42);
	const name = await reader.read(fixed.readUInt16LE(24));
	const extra = await reader.read(fixed.readUInt16LE(26));
	await reader.read(fixed.readUInt16LE(28));
	const sizes = {
		crc: fixed.readUInt32LE(12),
		compressed: fixed.readUInt32LE(16),
		plain: fixed.readUInt32LE(20),
		offset: fixed.readUInt32LE(38),
	};
	return { name: decodeName(name, fixed.readUInt16LE(4)), ...widen(sizes, zip64Of(extra)) };
}

/** The extra field 0x0001, "Zip64 Extended Information": what did not fit, in the order of the fixed part. */
function zip64Of(extra: Buffer): Buffer | undefined {
	for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
		if (extra.readUInt16LE(at) === 0x0001) return extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
	}
	return undefined;
}

function widen<T extends Sizes & { offset?: number }>(sizes: T, zip64: Buffer | undefined): T {
	const wide = { ...sizes };
	let at = 0;
	for (const key of ['plain', 'compressed', 'offset'] as const) {
		if (wide[key] !== IN_ZIP64) continue;
		if (zip64 === undefined || at + 8 > zip64.length) throw new BrokenZip('a size in it is missing');
		wide[key] = toNumber(zip64.readBigUInt64LE(at));
		at += 8;
	}
	return wide;
}

export function toNumber(wide: bigint): number {
	if (wide > BigInt(Number.MAX_SAFE_INTEGER)) throw new BrokenZip('a size in it is impossible');
	return Number(wide);
}

/** "Bit 11: the file name must be encoded using UTF-8." Without it many still write UTF-8. */
function decodeName(bytes: Buffer, flags: number): string {
	const name = bytes.toString('utf8');
	if (Buffer.from(name, 'utf8').equals(bytes)) return name;
	if (flags & 0x0800) throw new BrokenZip('a name in it is damaged');
	return bytes.toString('latin1');
}
