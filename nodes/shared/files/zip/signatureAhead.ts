import { BrokenZip } from './brokenZip';
import type { ByteReader } from './byteReader';

/** The signature of the record that comes next. Throws a BrokenZip at the end of the bytes. */
export async function signatureAhead(reader: ByteReader): Promise<number> {
	const ahead = await reader.ahead(4);
	if (ahead.length < 4) throw new BrokenZip('it ends early');
	return ahead.readUInt32LE(0);
}
