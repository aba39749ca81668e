import { createHash, timingSafeEqual } from 'crypto';
import { openPgpConfig } from '../OpenPgp/openPgpConfig';
import { readSignatures, type JudgedSignature } from '../OpenPgp/signatures';
import {
	config as libraryConfig,
	createMessage,
	readMessage,
	verify,
	type Message,
	type Signature,
} from '../shared/vendor/openpgp';
import { tesouro } from './facts';
import { absent, invalid, type Proof, type ProofRules } from './proof';

/** A delivery is at most 16 MB in n8n; what it holds compressed may not grow beyond that. */
const config = { ...openPgpConfig, maxDecompressedMessageSize: 16 * 1024 * 1024 };

/** One or two are usual, several during a rotation. Anybody may send more, to make us work: each costs milliseconds. */
const RECIPIENTS_AT_MOST = 16;
const SIGNATURES_AT_MOST = 16;

/** Signatures made shortly "in the future" pass, since clocks differ. */
export const latestTime = (receivedAt: Date) => new Date(receivedAt.getTime() + tesouro.clockSlackMs);

/** What a detached signature over these exact bytes proves. */
export async function proveDetached(
	content: Buffer,
	signature: Signature,
	method: string,
	rules: ProofRules,
	receivedAt: Date,
): Promise<Proof> {
	if (signature.packets.length > SIGNATURES_AT_MOST) return invalid('there are too many signatures');
	const result = await verify({
		message: await createMessage({ binary: new Uint8Array(content) }),
		signature,
		verificationKeys: rules.ring.verificationKeys,
		date: latestTime(receivedAt),
		format: 'binary',
		config,
	}).catch(() => undefined);
	if (result === undefined) return invalid('the signature cannot be read');
	return judge(
		await readSignatures(result.signatures, rules.ring.verificationKeys),
		content,
		method,
		rules,
		receivedAt,
	);
}

/** What an OpenPGP message proves: signed, or encrypted to us, or both. `content` is what it holds. */
export async function proveMessage(
	message: Message<Uint8Array>,
	method: string,
	rules: ProofRules,
	receivedAt: Date,
): Promise<Proof> {
	const recipients = message.getEncryptionKeyIDs().length;
	const isEncrypted = recipients > 0;
	if (recipients > RECIPIENTS_AT_MOST) return absent(`an encrypted message (${method}) to too many keys`);
	const date = latestTime(receivedAt);
	const strict = { ...config, allowUnauthenticatedStream: false };
	// Decrypted first and verified then, since only in between can the signatures inside be counted.
	const inner = isEncrypted
		? await message
				.decrypt(rules.ring.decryptionKeys, undefined, undefined, date, { ...libraryConfig, ...strict })
				.catch(() => undefined)
		: message;
	if ((inner?.getSigningKeyIDs().length ?? 0) > SIGNATURES_AT_MOST) {
		return invalid('there are too many signatures');
	}
	const opened =
		inner &&
		(await verify({
			message: inner,
			verificationKeys: rules.ring.verificationKeys,
			date,
			format: 'binary',
			config: strict,
		}).catch(() => undefined));
	if (opened === undefined) {
		return isEncrypted
			? absent(`an encrypted message (${method}) that none of the private keys opens`)
			: invalid(`the message (${method}) cannot be read`);
	}
	const content = Buffer.from(opened.data);
	const signatures = await readSignatures(opened.signatures, rules.ring.verificationKeys);
	if (signatures.length > 0) return judge(signatures, content, method, rules, receivedAt);
	return isEncrypted ? { kind: 'weak', method, content } : absent(`an unsigned message (${method})`);
}

/** Reads binary or armoured bytes as a message; undefined when they are none. */
export async function tryReadMessage(bytes: Buffer): Promise<Message<Uint8Array> | undefined> {
	const armored = bytes.toString('latin1').trimStart().startsWith('-----BEGIN PGP MESSAGE-----');
	return await (
		armored
			? readMessage({ armoredMessage: bytes.toString('latin1'), config })
			: readMessage({ binaryMessage: new Uint8Array(bytes), config })
	).then(
		(message) => message as Message<Uint8Array>,
		() => undefined,
	);
}

/** The verdict over all signatures found: one that is wrong outweighs one that is right. */
export function judge(
	signatures: JudgedSignature[],
	content: Buffer,
	method: string,
	rules: ProofRules,
	receivedAt: Date,
): Proof {
	const wrong = signatures.find(({ verdict }) => verdict === 'invalid');
	if (wrong !== undefined) {
		return invalid(
			`the signature by key ${wrong.signer.keyId} is wrong: ${wrong.reason ?? 'unknown reason'}`,
		);
	}
	const valid = signatures.find(({ verdict }) => verdict === 'valid');
	if (valid === undefined) {
		const signers = signatures.map(({ signer }) => signer.keyId).join(', ');
		return absent(
			`a signature (${method}) by key ${signers}, which is not among the provider's public keys of the credential`,
		);
	}
	const age = receivedAt.getTime() - (valid.createdAt?.getTime() ?? receivedAt.getTime());
	if (rules.maxAgeMs !== undefined && age > rules.maxAgeMs) {
		return invalid(`the signature was made ${Math.round(age / 3_600_000)} hours ago, longer than allowed`);
	}
	return { kind: 'valid', method, content, signer: valid.signer };
}

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
