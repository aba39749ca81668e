import { enums } from '../../shared/vendor/openpgp';
import { packetType, type PacketReader } from '../engine/packetReader';
import { type PacketFacts, PACKET_BYTES_AT_MOST, hex, nameOf } from './packetFacts';

/** RFC 9580, sections 5.1 and 5.3. */
export async function readSessionKey(reader: PacketReader, type: number, facts: PacketFacts): Promise<void> {
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
