import { readUntrustedText } from '../../OpenPgp/messages/openUntrusted';
import { isAbout } from './isAbout';
import { parsePayload } from './payload';
import { afterwards, proveDetached, proveMessage } from './pgpProof';
import { absent, invalid, type Candidate, type Proof, type Sealed } from './proof';

/** A detached signature over the raw body in a header, or a proof that is encrypted to us. */
export async function readHeaderProofs(candidate: Candidate): Promise<Array<Proof | Sealed>> {
	const proofs: Array<Proof | Sealed> = [];
	for (const name of candidate.rules.signatureHeaders) {
		const value = candidate.delivery.header(name);
		if (value !== undefined) proofs.push(await readHeader(candidate, name, value));
	}
	return proofs;
}

async function readHeader(candidate: Candidate, name: string, value: string): Promise<Proof | Sealed> {
	const { body } = candidate.delivery;
	const found = await readUntrustedText(value, candidate.work);
	if (found === undefined) return absent(`header ${name} contains no OpenPGP data`);
	if (found.kind === 'detached') {
		return await proveDetached(candidate, body, found.signatures, 'openpgp-header');
	}
	const proof = await proveMessage(candidate, found, 'openpgp-header-message');
	return afterwards(proof, (opened) => {
		// What a header holds is never read instead of the body.
		if (opened.kind === 'absent') return absent(...opened.notes);
		if (opened.kind !== 'valid' && opened.kind !== 'weak') return opened;
		// Signed or not, what the message holds must speak of this delivery: else it was taken from another one.
		if (!isAbout(opened.content, body, idsOf(body))) {
			return invalid(`the content of header ${name} does not belong to this body`);
		}
		// The IDs alone bind nothing else of the body, above all not the link: signed or not, the API must confirm it.
		const coversBody = isAbout(opened.content, body, []);
		if (!coversBody) return { kind: 'weak', method: opened.method, content: body };
		return { ...opened, content: body };
	});
}

function idsOf(body: Buffer): string[] {
	const payload = parsePayload(body);
	if (payload.kind !== 'report ready') return [];
	const { requestId, deliveryId } = payload.report;
	// Only what looks like an ID: the body is a stranger's as yet, and could name any text that was signed once.
	return [requestId, deliveryId ?? ''].filter((id) => /^[\w-]{8,64}$/.test(id));
}
