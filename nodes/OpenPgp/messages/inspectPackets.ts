import { enums, readSignature } from '../../shared/vendor/openpgp';
import type { Bytes } from '../../shared/files/streams';
import { decompress } from '../engine/decompress';
import { PacketReader, packetType } from '../engine/packetReader';
import { frame } from '../engine/packetWriter';
import type { Work } from '../engine/work';
import type { MessageFacts } from '../facts';
import { failureOf, Failure } from '../failure';

export interface PacketFacts extends Omit<MessageFacts, 'armored'> {
	sessionKeys: Buffer[];
}

const PACKET_BYTES_AT_MOST = 64 * 1024;
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

/** RFC 9580, sections 5.1 and 5.3. */
async function readSessionKey(reader: PacketReader, type: number, facts: PacketFacts): Promise<void> {
	const body = await reader.smallBody(PACKET_BYTES_AT_MOST);
	const version = body[0] ?? 0;
	if (type === packetType.passwordSessionKey) {
		if (![4, 5, 6].includes(version)) return;
		facts.kind = 'encrypted';
		facts.passwords = (facts.passwords ?? 0) + 1;
		return;
	}
	if (version !== 3 && version !== 6) return;
	facts.kind = 'encrypted';
	facts.sessionKeys.push(body);
	facts.recipients = [...(facts.recipients ?? []), version === 3 ? recipientV3(body) : recipientV6(body)];
}

function recipientV3(body: Buffer) {
	const id = body.subarray(1, 9);
	return toRecipient(id.every((octet) => octet === 0) ? undefined : id, body[9]);
}

/** "A one-octet size", a key version and a fingerprint; a size of 0 hides the recipient (RFC 9580, section 5.1.2). */
function recipientV6(body: Buffer) {
	const size = body[1] ?? 0;
	const fingerprint = body.subarray(3, 2 + size);
	const isV4 = body[2] === 4;
	const id = isV4 ? fingerprint.subarray(-8) : fingerprint.subarray(0, 8);
	return toRecipient(size === 0 ? undefined : id, body[2 + size]);
}

const toRecipient = (id: Buffer | undefined, algorithm: number | undefined) => ({
	...(id !== undefined && { keyId: hex(id) }),
	hidden: id === undefined,
	algorithm: nameOf(enums.publicKey, algorithm),
});

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

/** RFC 9580, section 5.4. */
function readOnePass(body: Buffer, facts: PacketFacts): void {
	const version = body[0];
	if (version !== 3 && version !== 6) return;
	facts.kind = 'signed';
	const salt = version === 6 ? 1 + (body[4] ?? 0) : 0;
	const id = body.subarray(4 + salt, version === 6 ? 36 + salt : 12);
	facts.signatures = [
		...(facts.signatures ?? []),
		{
			...(version === 6 ? { fingerprint: hex(id), keyId: hex(id.subarray(0, 8)) } : { keyId: hex(id) }),
			hash: nameOf(enums.hash, body[2]),
			algorithm: nameOf(enums.publicKey, body[3]),
		},
	];
}

async function readSignaturePacket(body: Buffer, facts: PacketFacts): Promise<void> {
	if (![3, 4, 5, 6].includes(body[0] ?? 0)) return;
	const binarySignature = new Uint8Array(frame(packetType.signature, body));
	const read = await readSignature({ binarySignature }).catch(failureOf);
	const packet = read instanceof Failure ? undefined : read.packets[0];
	if (packet === undefined) return;
	// Followed by data it is a signed message of the old style; alone, a signature of something else.
	facts.kind = 'detached signature';
	const fingerprint = packet.issuerFingerprint;
	facts.signatures = [
		...(facts.signatures ?? []),
		{
			keyId: packet.issuerKeyID.toHex().toUpperCase(),
			...(fingerprint && { fingerprint: hex(Buffer.from(fingerprint)) }),
			hash: nameOf(enums.hash, packet.hashAlgorithm ?? undefined),
			algorithm: nameOf(enums.publicKey, packet.publicKeyAlgorithm ?? undefined),
			...(packet.created && { signedAt: packet.created.toISOString() }),
		},
	];
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

const hex = (bytes: Buffer) => bytes.toString('hex').toUpperCase();

function nameOf(names: object, number: number | undefined): string {
	const [name] = Object.entries(names).find(([, value]) => value === number) ?? [];
	return name ?? `unknown (${number})`;
}
