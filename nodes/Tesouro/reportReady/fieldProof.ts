import type { Delivery } from '../../shared/deliveries/delivery';
import { parseJson } from '../../shared/deliveries/payload';
import { tesouro } from '../facts';
import { proveMessage } from './pgpProof';
import { absent, type Proof, type ProofRules } from './proof';
import { readSignatureValue } from './signatureValue';

/**
 * A field of the JSON body holds the proof. JSON cannot be put together again byte by byte, so a detached signature in a
 * field covers nothing that could be checked. A signed message counts when it holds the payload itself: that is then read
 * instead of the body around it.
 */
export async function readFieldProof(delivery: Delivery, rules: ProofRules): Promise<Proof> {
	const body = parseJson(delivery.body)?.value;
	if (typeof body !== 'object' || body === null) return absent();
	for (const name of tesouro.signatureFields) {
		const value: unknown = (body as Record<string, unknown>)[name];
		if (typeof value !== 'string' || value === '') continue;
		const found = await readSignatureValue(value);
		if (found === undefined) return absent(`field ${name} holds no OpenPGP data`);
		if (found.kind === 'detached') {
			return absent(`field ${name} holds a detached signature, whose signed bytes cannot be recovered`);
		}
		const proof = await proveMessage(found.bytes, 'openpgp-field', rules, delivery.receivedAt);
		const content = 'content' in proof ? proof.content : undefined;
		const holdsPayload = content !== undefined && parseJson(content) !== undefined;
		if (proof.kind === 'invalid' || proof.kind === 'ahead' || holdsPayload) return proof;
		return absent(`field ${name} holds no payload`);
	}
	return absent();
}
