import { openPgpConfig } from '../OpenPgp/openPgpConfig';
import { readSignatures } from '../OpenPgp/signatures';
import type { Delivery } from '../shared/delivery';
import { readCleartextMessage, verify } from '../shared/vendor/openpgp';
import { judge, latestTime, proveMessage, tryReadMessage } from './pgpProof';
import { absent, invalid, type Proof, type ProofRules } from './proof';

/** The body is itself OpenPGP: cleartext-signed, signed, or encrypted (and signed). Only what it holds is read. */
export async function readBodyProof(delivery: Delivery, rules: ProofRules): Promise<Proof> {
	const { body } = delivery;
	const start = body.subarray(0, 200).toString('latin1').trimStart();
	if (start.startsWith('-----BEGIN PGP SIGNED MESSAGE-----')) return await proveCleartext(delivery, rules);

	const isArmored = start.startsWith('-----BEGIN PGP MESSAGE-----');
	// The first bit of every OpenPGP packet is set (RFC 9580, section 4.2); JSON never starts like that.
	const isBinary = ((body[0] ?? 0) & 0x80) !== 0;
	const message = isArmored || isBinary ? await tryReadMessage(body) : undefined;
	if (message === undefined) return absent();
	return await proveMessage(message, 'openpgp-message', rules, delivery.receivedAt);
}

async function proveCleartext({ body, receivedAt }: Delivery, rules: ProofRules): Promise<Proof> {
	const message = await readCleartextMessage({
		cleartextMessage: body.toString('utf8'),
		config: openPgpConfig,
	}).catch(() => undefined);
	if (message === undefined) return invalid('the cleartext-signed body cannot be read');
	const { data, signatures } = await verify({
		message,
		verificationKeys: rules.ring.verificationKeys,
		date: latestTime(receivedAt),
		config: openPgpConfig,
	});
	const judged = await readSignatures(signatures, rules.ring.verificationKeys);
	return judge(judged, Buffer.from(data), 'openpgp-cleartext', rules, receivedAt);
}
