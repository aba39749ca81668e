import { once, peek, type Bytes } from '../../shared/files/streams';
import { remedyWhere } from '../doctor/foreignThing';
import { ODD_ARMOR, undress } from '../doctor/undress';
import { failureOf, Failure } from '../failure';
import { inspectMessage, type Inspected } from '../messages/inspectMessage';
import type { InspectionFacts } from '../facts';

export type InspectedSource = Omit<Inspected, 'facts'> & { facts: InspectionFacts };

/** Enough for the packets before the data of a message to 256 recipients, as base64. */
const REPAIRED_BYTES = 256 * 1024;

/** What a file is, after the repairs with which Decrypt opens it. What needs none, or cannot be repaired, is read as it is. */
export async function inspectSource(source: Bytes): Promise<InspectedSource> {
	const { head, whole } = await peek(source, REPAIRED_BYTES);
	const undressed = await undress(once(head.subarray(0, REPAIRED_BYTES))).catch(failureOf);
	if (undressed instanceof Failure) return await inspectMessage(whole);
	const { bytes, repairs: warnings, thing } = undressed;
	const inspected = await inspectMessage(warnings.length === 0 ? whole : untilBroken(bytes));
	const armored = inspected.facts.armored || warnings.includes(ODD_ARMOR);
	const facts: InspectionFacts = {
		...inspected.facts,
		armored: armored && inspected.facts.kind !== 'not OpenPGP',
		...(warnings.length > 0 && { warnings }),
	};
	if (thing === undefined || facts.kind !== 'not OpenPGP') return { ...inspected, facts };
	const remedy = remedyWhere(thing, 'the OpenPGP file');
	return { ...inspected, facts: { ...facts, what: thing.what, remedy } };
}

/** Only the beginning was repaired, so its end is broken: what stands before that is described. */
async function* untilBroken(bytes: Bytes): AsyncGenerator<Uint8Array> {
	try {
		yield* bytes;
	} catch {
		return;
	}
}
