import { isCleartext, openUntrustedCleartext, readUntrustedBody } from '../../OpenPgp/messages/openUntrusted';
import { judge, proveMessage } from './pgpProof';
import { absent, type Candidate, type Proof, type Sealed } from './proof';

/** A cleartext-signed delivery has its eight short fields and a signature. */
const CLEARTEXT_BYTES_AT_MOST = 64 * 1024;

/** The body is itself OpenPGP: cleartext-signed, signed, or encrypted (and signed). Only what it holds is read. */
export async function readBodyProof(candidate: Candidate): Promise<Proof | Sealed> {
	const { delivery, work } = candidate;
	if (isCleartext(delivery.body)) return await proveCleartext(candidate);
	const found = await readUntrustedBody(delivery.body, work);
	return found?.kind === 'message' ? proveMessage(candidate, found, 'openpgp-message') : absent();
}

async function proveCleartext(candidate: Candidate): Promise<Proof> {
	const method = 'openpgp-cleartext';
	const { delivery, rules, work } = candidate;
	const { body, receivedAt } = delivery;
	const opened =
		body.length > CLEARTEXT_BYTES_AT_MOST
			? undefined
			: await openUntrustedCleartext(body, rules.ring.verificationKeys, receivedAt, work).catch(
					() => undefined,
				);
	if (opened === undefined) return absent(`a message (${method}) that cannot be read`);
	return judge(candidate, opened.signatures, opened.content, method);
}
