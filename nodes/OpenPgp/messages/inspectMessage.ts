import { unarmor } from '../../shared/vendor/openpgp';
import { collect, peek, type Bytes } from '../../shared/files/streams';
import { dearmor } from '../engine/dearmor';
import type { MessageFacts } from '../facts';
import { failureOf, Failure } from '../failure';
import { describePackets, type PacketFacts } from './inspectPackets';
import { FORM_BYTES } from '../engine/messageForm';

/** A detached signature, or a short cleartext message, as a whole; whatever is longer is known well enough by its head. */
const WHOLE_BYTES_AT_MOST = 64 * 1024;

const kindsByArmor: Record<string, MessageFacts['kind']> = {
	'SIGNED MESSAGE': 'cleartext signed',
	SIGNATURE: 'detached signature',
	'PUBLIC KEY BLOCK': 'public key',
	'PRIVATE KEY BLOCK': 'private key',
};

export interface Inspected {
	facts: MessageFacts;
	/** The session key packets as they stand in the message, for somebody who has keys to try. */
	sessionKeys: Buffer[];
}

/** What a file is, from its first bytes and without any key. Nothing of what it says is checked. */
export async function inspectMessage(source: Bytes): Promise<Inspected> {
	const { head, whole } = await peek(source, FORM_BYTES);
	const text = head.toString('latin1');
	const [, label] = /-----BEGIN PGP ([A-Z ]+)-----/.exec(text) ?? [];
	if (label === undefined) return toInspected(await describePackets(whole), false);
	if (label === 'MESSAGE') return toInspected(await describePackets(dearmor(whole)), true);
	const kind = kindsByArmor[label];
	if (kind === undefined) return { facts: { kind: 'not OpenPGP', armored: false }, sessionKeys: [] };
	const signed =
		kind === 'detached signature' || kind === 'cleartext signed' ? await signaturesOf(whole) : {};
	return { facts: { kind, armored: true, ...signed }, sessionKeys: [] };
}

const toInspected = ({ sessionKeys, ...facts }: PacketFacts, armored: boolean): Inspected => ({
	facts: { ...facts, armored: armored && facts.kind !== 'not OpenPGP' },
	sessionKeys,
});

/** The signature packets of an armoured signature or cleartext message, when it is short enough to be read whole. */
async function signaturesOf(whole: Bytes): Promise<Partial<MessageFacts>> {
	const { head } = await peek(whole, WHOLE_BYTES_AT_MOST);
	const start = head.indexOf('-----BEGIN PGP SIGNATURE-----');
	if (start < 0) return {};
	const unarmored = await unarmor(head.subarray(start).toString('latin1')).catch(failureOf);
	if (unarmored instanceof Failure) return {};
	const packets = await collect(pieces(unarmored.data as unknown as Uint8Array | Bytes)).catch(failureOf);
	if (packets instanceof Failure) return {};
	const { signatures } = await describePackets(pieces(packets));
	return { ...(signatures && { signatures }) };
}

async function* pieces(data: Uint8Array | Bytes): AsyncGenerator<Uint8Array> {
	if (data instanceof Uint8Array) yield data;
	else yield* data;
}
