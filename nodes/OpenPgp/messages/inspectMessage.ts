import { collect, once, peek, type Bytes } from '../../shared/files/streams';
import { dearmor } from '../engine/dearmor';
import type { MessageFacts } from '../facts';
import type { Work } from '../engine/work';
import { failureOf, Failure, WatchedSource } from '../failure';
import { fileWork } from '../fileWork';
import { describePackets } from './describePackets';
import type { PacketFacts } from './packetFacts';
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
	/** What the packets with session keys hold, for somebody who has keys to try. */
	sessionKeys: Buffer[];
	/** What is left of the budget, for trying them. */
	work: Work;
}

/** What a file is, from its first bytes and without any key. Nothing of what it says is checked. */
export async function inspectMessage(source: Bytes): Promise<Inspected> {
	const work = fileWork();
	const { head, whole } = await peek(new WatchedSource(source, work), FORM_BYTES);
	const text = head.subarray(0, WHOLE_BYTES_AT_MOST).toString('latin1');
	const [, label] = /-----BEGIN PGP ([A-Z ]+)-----/.exec(text) ?? [];
	if (label === undefined) return toInspected(await describePackets(whole, work), false, work);
	if (label === 'MESSAGE') return toInspected(await describePackets(dearmor(whole, work), work), true, work);
	const kind = kindsByArmor[label];
	if (kind === undefined) return { facts: { kind: 'not OpenPGP', armored: false }, sessionKeys: [], work };
	const signed =
		kind === 'detached signature' || kind === 'cleartext signed' ? await signaturesOf(whole, work) : {};
	return { facts: { kind, armored: true, ...signed }, sessionKeys: [], work };
}

const toInspected = ({ sessionKeys, ...facts }: PacketFacts, armored: boolean, work: Work): Inspected => ({
	facts: { ...facts, armored: armored && facts.kind !== 'not OpenPGP' },
	sessionKeys,
	work,
});

/** The signature packets of an armoured signature or cleartext message, when it is short enough to be read whole. */
async function signaturesOf(whole: Bytes, work: Work): Promise<Partial<MessageFacts>> {
	const { head } = await peek(whole, WHOLE_BYTES_AT_MOST);
	const packets = await collect(dearmor(once(head), work, 'SIGNATURE')).catch(failureOf);
	if (packets instanceof Failure) return {};
	const { signatures } = await describePackets(once(packets), work);
	return { ...(signatures && { signatures }) };
}
