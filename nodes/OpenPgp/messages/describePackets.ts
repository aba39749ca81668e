import { enums } from '../../shared/vendor/openpgp';
import type { Bytes } from '../../shared/files/streams';
import { decompress } from '../engine/decompress';
import { PacketReader, packetType } from '../engine/packetReader';
import type { Work } from '../engine/work';
import type { MessageFacts } from '../facts';
import { failureOf, Failure } from '../failure';
import { nameOf, PACKET_BYTES_AT_MOST, type PacketFacts } from './packetFacts';
import { readSessionKey } from './recipientFacts';
import { readOnePass, readSignaturePacket } from './signatureFacts';

/** Of a signature, or of a session key for each of 256 recipients; what follows is not described. */
const PACKETS_AT_MOST = 512;
const keyPackets: Record<number, MessageFacts['kind'] | undefined> = { 5: 'private key', 6: 'public key' };

/** Reads the packets up to the data and says what they are (RFC 9580, section 5). */
export async function describePackets(packets: Bytes, work: Work): Promise<PacketFacts> {
	const facts: PacketFacts = { kind: 'not OpenPGP', sessionKeys: [] };
	const reader = new PacketReader(packets, work);
	// If it is not a packet, or ends within one, the result is what was recognised so far.
	await readPackets(reader, facts, work).catch(failureOf);
	await reader.cancel().catch(failureOf);
	return facts;
}

async function readPackets(
	reader: PacketReader,
	facts: PacketFacts,
	work: Work,
	isInside = false,
): Promise<void> {
	for (let count = 0; count < PACKETS_AT_MOST; count++) {
		const type = await reader.next();
		if (type === undefined) return;
		const isFirst = count === 0 && !isInside;
		if (type === packetType.publicKeySessionKey || type === packetType.passwordSessionKey) {
			await readSessionKey(reader, type, facts);
		} else if (type === packetType.integrityProtected || type === packetType.gnuPgAead) {
			return await readProtected(reader, type, facts);
		} else if (type === packetType.unprotected) {
			// It has no version by which it could be told from any other bytes.
			if (isFirst) return;
			facts.encryption = { packet: 'SED', integrity: 'none' };
			return;
		} else if (type === packetType.onePassSignature) {
			readOnePass(await reader.smallBody(PACKET_BYTES_AT_MOST), facts);
		} else if (type === packetType.signature) {
			await readSignaturePacket(await reader.smallBody(PACKET_BYTES_AT_MOST), facts);
		} else if (type === packetType.compressed && !isInside) {
			return await readCompressed(reader, facts, work);
		} else if (type === packetType.literal) {
			return await readLiteral(reader, facts);
		} else if (keyPackets[type] !== undefined && isFirst) {
			if ([3, 4, 5, 6].includes(await reader.bodyByte())) facts.kind = keyPackets[type];
			return;
		} else if (type === packetType.marker || type === packetType.padding) {
			await reader.smallBody(PACKET_BYTES_AT_MOST);
		} else return;
	}
}

/** RFC 9580, section 5.13: version 1 has a modification detection code, version 2 names its cipher and mode. */
async function readProtected(reader: PacketReader, type: number, facts: PacketFacts): Promise<void> {
	const version = await reader.bodyByte();
	if (type === packetType.integrityProtected && version === 1) {
		facts.kind = 'encrypted';
		facts.encryption = { packet: 'SEIPD v1', integrity: 'MDC' };
	} else if ((type === packetType.integrityProtected && version === 2) || version === 1) {
		const cipher = nameOf(enums.symmetric, await reader.bodyByte());
		const aead = nameOf(enums.aead, await reader.bodyByte());
		const packet = type === packetType.gnuPgAead ? 'AEAD v1 (GnuPG)' : 'SEIPD v2';
		facts.kind = 'encrypted';
		facts.encryption = { packet, integrity: 'AEAD', cipher, aead };
	}
}

async function readCompressed(reader: PacketReader, facts: PacketFacts, work: Work): Promise<void> {
	const algorithm = await reader.bodyByte();
	if (!Object.values<unknown>(enums.compression).includes(algorithm)) return;
	facts.kind = contentKind(facts);
	facts.compression = nameOf(enums.compression, algorithm);
	const body = reader.body({ closeUp: 'small' });
	const inside = new PacketReader(decompress(body, algorithm, work), work);
	const read = await readPackets(inside, facts, work, true).catch(failureOf);
	await inside.cancel().catch(failureOf);
	if (read instanceof Failure && facts.signatures === undefined) facts.kind = 'not OpenPGP';
}

/** RFC 9580, section 5.9. */
async function readLiteral(reader: PacketReader, facts: PacketFacts): Promise<void> {
	const format = String.fromCharCode(await reader.bodyByte());
	if (!'btulm1'.includes(format)) return;
	const name = Buffer.alloc(await reader.bodyByte());
	for (let index = 0; index < name.length; index++) name[index] = await reader.bodyByte();
	facts.kind = contentKind(facts);
	if (name.length > 0) facts.fileName = name.toString('utf8');
}

const contentKind = ({ signatures }: PacketFacts): MessageFacts['kind'] =>
	signatures === undefined ? 'neither encrypted nor signed' : 'signed';
