import type { Bytes } from '../../shared/files/streams';
import { BrokenZip } from '../../shared/files/zip/brokenZip';
import { ByteReader } from '../../shared/files/zip/byteReader';
import { Inflater } from '../../shared/files/zip/inflater';

/**
 * The content of a gzip file (RFC 1952). "A gzip file consists of a series of members", which come one after the other;
 * zeros may follow them. The checksum of each is checked. Throws a BrokenZip.
 */
export async function* gunzip(source: Bytes): AsyncGenerator<Buffer> {
	const reader = new ByteReader(source);
	try {
		const inflater = await Inflater.start();
		do {
			yield* inflater.inflate(reader, 'gzip');
		} while (await hasAnother(reader));
	} finally {
		await reader.close();
	}
}

async function hasAnother(reader: ByteReader): Promise<boolean> {
	for (;;) {
		const ahead = await reader.ahead();
		if (ahead.length === 0) return false;
		if (ahead[0] === 0x1f) return true;
		const filling = ahead.findIndex((byte) => byte !== 0);
		if (filling === 0) throw new BrokenZip('something else follows after its end');
		reader.take(filling < 0 ? ahead.length : filling);
	}
}
