import { once } from '../../shared/files/streams';
import { inflatable } from './inflate';
import { BrokenPackets, PacketReader, packetType } from './packetReader';
import { RunningSignature } from './runningSignature';

export const HEAD_BYTES = 4096;
/** Before the data, and behind it: a signature, perhaps padding. Each packet costs time. */
export const OTHER_PACKETS_AT_MOST = 32;
export const SIGNATURE_BYTES_AT_MOST = 64 * 1024;

/** What a decrypted message is built of; `broken` as far as the head shows. */
export type ContentForm = 'literal' | 'compressed' | 'library' | 'broken';

/** What the first packets say, without reading further than the head. */
export async function readContentForm(head: Buffer, isCompressed: boolean): Promise<ContentForm> {
	const reader = new PacketReader(once(head));
	let isSigned = false;
	for (let count = 0; count <= OTHER_PACKETS_AT_MOST; count++) {
		// A head that ends early, or is no packet at all, is for the library to complain about.
		const type = await reader.next().catch(() => undefined);
		if (type === packetType.literal) return 'literal';
		if (type === packetType.compressed) {
			if (isCompressed) throw new BrokenPackets('compressed data inside compressed data');
			return !isSigned && (await reader.bodyByte()) in inflatable ? 'compressed' : 'library';
		}
		if (type === packetType.onePassSignature && !isSigned) {
			const body = await reader.smallBody(SIGNATURE_BYTES_AT_MOST).catch(() => Buffer.alloc(0));
			if (!RunningSignature.supports(body)) return 'library';
			isSigned = true;
		} else if (type === packetType.marker || type === packetType.padding) {
			await reader.smallBody(HEAD_BYTES).catch(() => undefined);
		} else return type === undefined ? 'broken' : 'library';
	}
	// The library would read them all at once, and nobody else would have his turn.
	throw new BrokenPackets('there are too many packets');
}
