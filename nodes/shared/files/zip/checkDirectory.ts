import { BrokenZip } from './brokenZip';
import type { ByteReader } from './byteReader';
import { readCentralHeader, signature, toNumber, type Sizes } from './headers';
import { signatureAhead } from './signatureAhead';

/** A file of the archive as it came. */
export interface Seen extends Sizes {
	name: string;
	offset: number;
}

/** The directory must name exactly what came, and the archive must end after it. */
export async function checkDirectory(reader: ByteReader, seen: Seen[]): Promise<void> {
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
