import type { Bytes } from '../../shared/files/streams';
import { bunzip2 } from './bunzip2';
import { inflate } from './inflate';
import { BrokenPackets, type Work } from './work';

/** Compression algorithms of RFC 9580, section 9.4, by their number. */
const decompressors: Record<number, (source: Bytes, work: Work) => Bytes> = {
	0: (source) => source,
	1: (source, work) => inflate(source, 'deflate-raw', work),
	2: (source, work) => inflate(source, 'deflate', work),
	3: bunzip2,
};

/** The content of a compressed data packet. All of its output counts against the budget. */
export function decompress(source: Bytes, algorithm: number, work: Work): Bytes {
	const decompressor = decompressors[algorithm];
	if (decompressor === undefined) throw new BrokenPackets('compressed in an unknown way');
	work.unpack();
	return decompressor(source, work);
}
