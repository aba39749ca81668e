import { readUntrustedText } from '../../OpenPgp/messages/openUntrusted';
import { parseJson } from '../../shared/deliveries/payload';
import { tesouro } from '../facts';
import { afterwards, proveMessage } from './pgpProof';
import { absent, type Candidate, type Proof, type Sealed } from './proof';

/**
 * A field of the JSON body holds the proof. JSON cannot be put together again byte by byte, so a detached signature in a
 * field covers nothing that could be checked. A signed message counts when it holds the payload itself: that is then read
 * instead of the body around it.
 */
export async function readFieldProof(candidate: Candidate): Promise<Proof | Sealed> {
	const body = parseJson(candidate.delivery.body)?.value;
	if (typeof body !== 'object' || body === null) return absent();
	for (const name of tesouro.signatureFields) {
		const value: unknown = (body as Record<string, unknown>)[name];
		if (typeof value !== 'string' || value === '') continue;
		const found = await readUntrustedText(value, candidate.work);
		if (found === undefined) return absent(`field ${name} contains no OpenPGP data`);
		if (found.kind === 'detached') {
			return absent(`field ${name} holds a detached signature, whose signed bytes cannot be recovered`);
		}
		const proof = await proveMessage(candidate, found, 'openpgp-field');
		return afterwards(proof, (opened) => {
			const content = 'content' in opened ? opened.content : undefined;
			const holdsPayload = content !== undefined && parseJson(content) !== undefined;
			const isRefused = opened.kind !== 'valid' && opened.kind !== 'weak' && opened.kind !== 'absent';
			return isRefused || holdsPayload ? opened : absent(`field ${name} contains no payload`);
		});
	}
	return absent();
}
