import { signature, type Sizes } from './headers';

/** What is known of an entry; checksum and sizes only after its content was written. */
export interface WrittenEntry extends Sizes {
	name: Buffer;
	/** 0 stored, 8 deflated. */
	method: number;
	isZip64: boolean;
	modified: Date;
	offset: number;
}

const IN_ZIP64 = 0xffff_ffff;
const ENTRIES_IN_ZIP64 = 0xffff;
/** Bit 3: "crc-32, compressed size and uncompressed size … in the data descriptor"; bit 11: names are UTF-8. */
const FLAGS = 0x0808;
const VERSION = 20;
const ZIP64_VERSION = 45;
const ZIP64_FIELD = 0x0001;

export function localHeader({ name, method, isZip64, modified }: WrittenEntry): Buffer {
	// With the extra field, readers know that the sizes after the content have eight bytes each.
	const extra = isZip64 ? zip64Field([0, 0]) : Buffer.alloc(0);
	const fixed = Buffer.alloc(30);
	fixed.writeUInt32LE(signature.localFile, 0);
	fixed.writeUInt16LE(isZip64 ? ZIP64_VERSION : VERSION, 4);
	fixed.writeUInt16LE(FLAGS, 6);
	fixed.writeUInt16LE(method, 8);
	fixed.writeUInt32LE(dosTime(modified), 10);
	if (isZip64) fixed.fill(0xff, 18, 26);
	fixed.writeUInt16LE(name.length, 26);
	fixed.writeUInt16LE(extra.length, 28);
	return Buffer.concat([fixed, name, extra]);
}

export function descriptor({ crc, compressed, plain, isZip64 }: WrittenEntry): Buffer {
	const bytes = Buffer.alloc(isZip64 ? 24 : 16);
	bytes.writeUInt32LE(signature.descriptor, 0);
	bytes.writeUInt32LE(crc, 4);
	if (isZip64) {
		bytes.writeBigUInt64LE(BigInt(compressed), 8);
		bytes.writeBigUInt64LE(BigInt(plain), 16);
	} else {
		bytes.writeUInt32LE(compressed, 8);
		bytes.writeUInt32LE(plain, 12);
	}
	return bytes;
}

export function centralHeader(entry: WrittenEntry): Buffer {
	const { name, method, modified, crc, compressed, plain, offset } = entry;
	// "in the order of the fixed part", and only what does not fit there.
	const wide = [plain, compressed, offset].filter((value) => value >= IN_ZIP64);
	const extra = wide.length > 0 ? zip64Field(wide) : Buffer.alloc(0);
	const version = entry.isZip64 || wide.length > 0 ? ZIP64_VERSION : VERSION;
	const fixed = Buffer.alloc(46);
	fixed.writeUInt32LE(signature.centralFile, 0);
	fixed.writeUInt16LE(version, 4);
	fixed.writeUInt16LE(version, 6);
	fixed.writeUInt16LE(FLAGS, 8);
	fixed.writeUInt16LE(method, 10);
	fixed.writeUInt32LE(dosTime(modified), 12);
	fixed.writeUInt32LE(crc, 16);
	fixed.writeUInt32LE(Math.min(compressed, IN_ZIP64), 20);
	fixed.writeUInt32LE(Math.min(plain, IN_ZIP64), 24);
	fixed.writeUInt16LE(name.length, 28);
	fixed.writeUInt16LE(extra.length, 30);
	fixed.writeUInt32LE(Math.min(offset, IN_ZIP64), 42);
	return Buffer.concat([fixed, name, extra]);
}

/** The end record, after the two of ZIP64 where a number does not fit into it. */
export function endOfArchive(entries: number, directoryBytes: number, directoryAt: number): Buffer {
	const end = Buffer.alloc(22);
	end.writeUInt32LE(signature.end, 0);
	end.writeUInt16LE(Math.min(entries, ENTRIES_IN_ZIP64), 8);
	end.writeUInt16LE(Math.min(entries, ENTRIES_IN_ZIP64), 10);
	end.writeUInt32LE(Math.min(directoryBytes, IN_ZIP64), 12);
	end.writeUInt32LE(Math.min(directoryAt, IN_ZIP64), 16);
	const isWide = entries >= ENTRIES_IN_ZIP64 || directoryBytes >= IN_ZIP64 || directoryAt >= IN_ZIP64;
	return isWide ? Buffer.concat([zip64End(entries, directoryBytes, directoryAt), end]) : end;
}

function zip64End(entries: number, directoryBytes: number, directoryAt: number): Buffer {
	const record = Buffer.alloc(56 + 20);
	record.writeUInt32LE(signature.zip64End, 0);
	record.writeBigUInt64LE(44n, 4);
	record.writeUInt16LE(ZIP64_VERSION, 12);
	record.writeUInt16LE(ZIP64_VERSION, 14);
	record.writeBigUInt64LE(BigInt(entries), 24);
	record.writeBigUInt64LE(BigInt(entries), 32);
	record.writeBigUInt64LE(BigInt(directoryBytes), 40);
	record.writeBigUInt64LE(BigInt(directoryAt), 48);
	record.writeUInt32LE(signature.zip64Locator, 56);
	record.writeBigUInt64LE(BigInt(directoryAt + directoryBytes), 64);
	record.writeUInt32LE(1, 72);
	return record;
}

function zip64Field(values: number[]): Buffer {
	const field = Buffer.alloc(4 + 8 * values.length);
	field.writeUInt16LE(ZIP64_FIELD, 0);
	field.writeUInt16LE(8 * values.length, 2);
	for (const [index, value] of values.entries()) field.writeBigUInt64LE(BigInt(value), 4 + 8 * index);
	return field;
}

/** Time in the lower, day in the upper half; in UTC, since the format has no time zone. It begins with 1980. */
function dosTime(time: Date): number {
	const year = Math.min(Math.max(time.getUTCFullYear(), 1980), 2107);
	const day = ((year - 1980) << 9) | ((time.getUTCMonth() + 1) << 5) | time.getUTCDate();
	const clock =
		(time.getUTCHours() << 11) | (time.getUTCMinutes() << 5) | Math.floor(time.getUTCSeconds() / 2);
	return ((day << 16) | clock) >>> 0;
}
