import { readUntrustedText } from '../../OpenPgp/messages/openUntrusted';
import { isSignedMultipart, readSignedPart } from './multipart';
import { proveDetached } from './pgpProof';
import { absent, invalid, type Candidate, type Proof } from './proof';

/** multipart/signed: the signature in the second part covers the exact bytes of the first, its headers included. */
export async function readMultipartProof(candidate: Candidate): Promise<Proof> {
	if (!isSignedMultipart(candidate.delivery)) return absent();
	const part = readSignedPart(candidate.delivery);
	if (part === undefined) return invalid('the multipart/signed body does not have its two parts');
	const found = await readUntrustedText(part.signature, candidate.work);
	if (found?.kind !== 'detached') {
		return invalid('the second part of the multipart/signed body is not a signature');
	}
	if (part.content === undefined) {
		return invalid('the first part of the multipart/signed body has an unknown transfer encoding');
	}
	const proof = await proveDetached(candidate, part.signed, found.signatures, 'openpgp-multipart');
	// The headers of the part are signed as well, and no payload.
	return proof.kind === 'valid' || proof.kind === 'absent' ? { ...proof, content: part.content } : proof;
}
