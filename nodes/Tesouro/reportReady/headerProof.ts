import type { Delivery } from '../../shared/deliveries/delivery';
import { parsePayload } from './payload';
import { isAbout, proveDetached, proveMessage } from './pgpProof';
import { absent, invalid, type Proof, type ProofRules } from './proof';
import { readSignatureValue } from './signatureValue';

/** A detached signature over the raw body in a header, or a proof that is encrypted to us. */
export async function readHeaderProofs(delivery: Delivery, rules: ProofRules): Promise<Proof[]> {
	const proofs: Proof[] = [];
	for (const name of rules.signatureHeaders) {
		const value = delivery.header(name);
		if (value !== undefined) proofs.push(await readHeader(name, value, delivery, rules));
	}
	return proofs;
}

async function readHeader(
	name: string,
	value: string,
	delivery: Delivery,
	rules: ProofRules,
): Promise<Proof> {
	const found = await readSignatureValue(value);
	if (found === undefined) return absent(`header ${name} holds no OpenPGP data`);
	if (found.kind === 'detached') {
		return await proveDetached(delivery.body, found.signature, 'openpgp-header', rules, delivery.receivedAt);
	}
	const proof = await proveMessage(found.bytes, 'openpgp-header-message', rules, delivery.receivedAt);
	// What a header holds is never read instead of the body.
	if (proof.kind === 'absent') return absent(...proof.notes);
	if (proof.kind === 'invalid' || proof.kind === 'ahead') return proof;
	// Signed or not, what the message holds must speak of this delivery: else it was taken from another one.
	if (!isAbout(proof.content, delivery.body, idsOf(delivery.body))) {
		return invalid(`what header ${name} holds does not belong to this body`);
	}
	// The IDs alone bind nothing else of the body, above all not the link: signed or not, the API has to confirm it.
	const coversBody = isAbout(proof.content, delivery.body, []);
	if (!coversBody) return { kind: 'weak', method: proof.method, content: delivery.body };
	return { ...proof, content: delivery.body };
}

function idsOf(body: Buffer): string[] {
	const payload = parsePayload(body);
	if (payload.kind !== 'report ready') return [];
	const { requestId, deliveryId } = payload.report;
	// Only what looks like an ID: the body is a stranger's as yet, and could name any text that was signed once.
	return [requestId, deliveryId ?? ''].filter((id) => /^[\w-]{8,64}$/.test(id));
}
