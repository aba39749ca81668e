import { dearmor } from '../../OpenPgp/engine/dearmor';
import { readSignatures } from '../../OpenPgp/engine/signatures';
import { readArmorBlocks } from '../../OpenPgp/keys/armor';
import { latestSignatureTime, openPgpConfig } from '../../OpenPgp/openPgpConfig';
import type { Delivery } from '../../shared/deliveries/delivery';
import { collect, once } from '../../shared/files/streams';
import { readCleartextMessage, verify } from '../../shared/vendor/openpgp';
import { judge, proveMessage } from './pgpProof';
import { absent, type Proof, type ProofRules } from './proof';
import { readSignatureValue } from './signatureValue';

/** A cleartext-signed delivery has its eight short fields and a signature. */
const CLEARTEXT_BYTES_AT_MOST = 64 * 1024;

/** The body is itself OpenPGP: cleartext-signed, signed, or encrypted (and signed). Only what it holds is read. */
export async function readBodyProof(delivery: Delivery, rules: ProofRules): Promise<Proof> {
	const { body } = delivery;
	const start = body.subarray(0, 200).toString('latin1').trimStart();
	if (start.startsWith('-----BEGIN PGP SIGNED MESSAGE-----')) return await proveCleartext(delivery, rules);

	// The first bit of every OpenPGP packet is set (RFC 9580, section 4.2); JSON never starts like that.
	const isBinary = ((body[0] ?? 0) & 0x80) !== 0;
	const bytes = start.startsWith('-----BEGIN PGP MESSAGE-----')
		? await collect(dearmor(once(body))).catch(() => undefined)
		: isBinary
			? body
			: undefined;
	if (bytes === undefined) return absent();
	return await proveMessage(bytes, 'openpgp-message', rules, delivery.receivedAt);
}

async function proveCleartext({ body, receivedAt }: Delivery, rules: ProofRules): Promise<Proof> {
	const method = 'openpgp-cleartext';
	const text = body.toString('utf8');
	const [block] = readArmorBlocks(body.length > CLEARTEXT_BYTES_AT_MOST ? '' : text);
	// Looked at before the library parses it: a flood of packets would keep it busy.
	const signature = block && (await readSignatureValue(block.armor));
	if (signature?.kind !== 'detached') return absent(`a message (${method}) that cannot be read`);
	const message = await readCleartextMessage({ cleartextMessage: text, config: openPgpConfig }).catch(
		() => undefined,
	);
	const verified =
		message &&
		(await verify({
			message,
			verificationKeys: rules.ring.verificationKeys,
			date: latestSignatureTime(receivedAt),
			config: openPgpConfig,
		}).catch(() => undefined));
	if (verified === undefined) return absent(`a message (${method}) that cannot be read`);
	const judged = await readSignatures(verified.signatures, rules.ring.verificationKeys);
	return judge(judged, Buffer.from(verified.data), method, rules, receivedAt);
}
