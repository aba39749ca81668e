import { createHash, timingSafeEqual } from 'crypto';
import { openEncrypted, readPreamble } from '../../OpenPgp/engine/openEncrypted';
import { openMessage, type Opened } from '../../OpenPgp/engine/openMessage';
import { findSessionKey } from '../../OpenPgp/engine/openSessionKeys';
import { packetType, readPacketTypes } from '../../OpenPgp/engine/packetReader';
import { readSignatures, type JudgedSignature } from '../../OpenPgp/engine/signatures';
import { latestSignatureTime, openPgpConfig } from '../../OpenPgp/openPgpConfig';
import { collectAtMost, once } from '../../shared/files/streams';
import { createMessage, verify, type Signature } from '../../shared/vendor/openpgp';
import { tesouro } from '../facts';
import { absent, invalid, type Proof, type ProofRules } from './proof';

/** One or two are usual, several during a rotation. Anybody may send more, to make us work: each costs milliseconds. */
const RECIPIENTS_AT_MOST = 4;

/** What a detached signature over these exact bytes proves. */
export async function proveDetached(
	content: Buffer,
	signature: Signature,
	method: string,
	rules: ProofRules,
	receivedAt: Date,
): Promise<Proof> {
	const result = await verify({
		message: await createMessage({ binary: new Uint8Array(content) }),
		signature,
		verificationKeys: rules.ring.verificationKeys,
		date: latestSignatureTime(receivedAt),
		format: 'binary',
		config: openPgpConfig,
	}).catch(() => undefined);
	if (result === undefined) return absent(`a signature (${method}) that cannot be read`);
	const signatures = await readSignatures(result.signatures, rules.ring.verificationKeys);
	return judge(signatures, content, method, rules, receivedAt);
}

/**
 * What an OpenPGP message proves: signed, or encrypted to us, or both. `content` is what it holds.
 *
 * Strangers may send anything, so our own engine reads the packets, at most as much as a delivery may have; the library,
 * which takes long over very many packets, is given few.
 */
export async function proveMessage(
	bytes: Buffer,
	method: string,
	rules: ProofRules,
	receivedAt: Date,
): Promise<Proof> {
	const types = await readPacketTypes(bytes);
	if (types === undefined) return absent(`data (${method}) that is no OpenPGP message`);
	const recipients = types.filter((type) => type === packetType.publicKeySessionKey).length;
	if (recipients > RECIPIENTS_AT_MOST) return absent(`an encrypted message (${method}) to too many keys`);

	const opened = await (recipients > 0 ? openForUs(bytes, rules) : openSigned(bytes, rules)).catch(
		() => undefined,
	);
	// All of it, since only what was read to the end is authentic.
	const content =
		opened && (await collectAtMost(opened.plaintext, tesouro.deliveryBytesAtMost).catch(() => undefined));
	if (opened === undefined || content === undefined) {
		return absent(`a message (${method}) that cannot be opened: damaged, of an unusual build, or not for us`);
	}
	const signatures = await opened.signatures();
	if (signatures.length > 0) return judge(signatures, content, method, rules, receivedAt);
	return recipients > 0
		? { kind: 'weak', method, content }
		: { ...absent(`an unsigned message (${method})`), content };
}

async function openSigned(bytes: Buffer, { ring }: ProofRules): Promise<Opened> {
	return await openMessage(once(bytes), ring.verificationKeys, { bytesAtMost: tesouro.deliveryBytesAtMost });
}

async function openForUs(bytes: Buffer, { ring }: ProofRules): Promise<Opened | undefined> {
	const preamble = await readPreamble(once(bytes));
	const sessionKey = preamble.data === 'fast' ? await findSessionKey(preamble.sessionKeys, ring) : undefined;
	if (sessionKey === undefined) return undefined;
	return await openEncrypted(preamble, sessionKey, ring.verificationKeys, {
		bytesAtMost: tesouro.deliveryBytesAtMost,
	});
}

/** The verdict over all signatures found: one that is wrong outweighs one that is right. */
export function judge(
	signatures: JudgedSignature[],
	content: Buffer,
	method: string,
	rules: ProofRules,
	receivedAt: Date,
): Proof {
	const wrongs = signatures.filter(({ verdict }) => verdict === 'invalid');
	const wrong = wrongs.find((signature) => !isAhead(signature)) ?? wrongs[0];
	if (wrong !== undefined && isAhead(wrong)) {
		return {
			kind: 'ahead',
			reason: `the signature by key ${wrong.signer.keyId} was made ahead of our clock. Compare the clock of this n8n`,
		};
	}
	if (wrong !== undefined) {
		return invalid(
			`the signature by key ${wrong.signer.keyId} is wrong: ${wrong.reason ?? 'unknown reason'}`,
		);
	}
	const valid = signatures.find(({ verdict }) => verdict === 'valid');
	if (valid === undefined) {
		const signers = signatures.slice(0, 3).map(({ signer }) => signer.keyId);
		const note = `a signature (${method}) by key ${signers.join(', ')}, which is not among the provider's public keys of the credential`;
		return { ...absent(note), content };
	}
	const age = valid.createdAt && receivedAt.getTime() - valid.createdAt.getTime();
	if (age === undefined) return invalid('the signature does not say when it was made');
	if (rules.maxAgeMs !== undefined && age > rules.maxAgeMs) {
		return invalid(`the signature was made ${Math.round(age / 3_600_000)} hours ago, longer than allowed`);
	}
	return { kind: 'valid', method, content, signer: valid.signer };
}

/** openpgp says so only after the signature itself was found right. */
const isAhead = ({ reason }: JudgedSignature) => reason === 'Signature creation time is in the future';

/** Whether a decrypted proof is about this very delivery: its bytes, a digest of them, or one of its ids. */
export function isAbout(decrypted: Buffer, body: Buffer, ids: string[]): boolean {
	const digests = ['sha256', 'sha384', 'sha512'].map((name) => createHash(name).update(body).digest());
	const text = Buffer.from(decrypted.toString('utf8').trim());
	const lowered = Buffer.from(text.toString().toLowerCase());
	const candidates: Array<[Buffer, Buffer]> = [
		[decrypted, body],
		...digests.flatMap((digest): Array<[Buffer, Buffer]> => [
			[decrypted, digest],
			[lowered, Buffer.from(digest.toString('hex'))],
			[text, Buffer.from(digest.toString('base64'))],
		]),
		...ids.map((id): [Buffer, Buffer] => [lowered, Buffer.from(id.toLowerCase())]),
	];
	return candidates.some(([one, other]) => one.length === other.length && timingSafeEqual(one, other));
}
