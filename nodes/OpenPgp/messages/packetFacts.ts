import type { MessageFacts } from '../facts';

/** What is known of a message from its packets. */
export interface PacketFacts extends Omit<MessageFacts, 'armored'> {
	/** The bodies of the session key packets for public keys, in their order. */
	sessionKeys: Buffer[];
}

/** Larger packets before the data are not read. */
export const PACKET_BYTES_AT_MOST = 64 * 1024;

export const hex = (bytes: Buffer) => bytes.toString('hex').toUpperCase();

/** The name of a number in one of the tables of RFC 9580, section 9. */
export function nameOf(names: object, number: number | undefined): string {
	const [name] = Object.entries(names).find(([, value]) => value === number) ?? [];
	return name ?? `unknown (${number})`;
}
