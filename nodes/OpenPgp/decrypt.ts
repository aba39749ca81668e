import {
	decrypt as openPgpDecrypt,
	decryptSessionKeys,
	enums,
	readMessage,
	type DecryptMessageResult,
	type KeyID,
	type Message,
	type SessionKey,
} from '../shared/vendor/openpgp';
import type { Signer } from '../shared/reportEvent';
import { peek, toWebStream, type Bytes } from '../shared/streams';
import { shortName, type KeyRing } from './keys';
import { FORM_BYTES, readMessageForm } from './messageForm';
import { OpenPgpError } from './openPgpError';
import { readSignatures } from './signatures';

export interface SignatureFacts {
	/** `valid`: by one of the provider's keys. `unknown signer`: nobody can say. `none`: not signed. */
	verdict: 'valid' | 'unknown signer' | 'none';
	signer?: Signer;
}

export interface Decryption {
	/**
	 * The decrypted bytes. Nothing of them may be released before they have been read to the end without an error: the
	 * integrity check comes last (RFC 9580, section 5.13).
	 */
	plaintext: Bytes;
	/** The file name that the sender put into the message, if any. */
	fileName: string;
	/** For example `aes256`. */
	cipher: string;
	/** To be asked after `plaintext` ended; throws when a signature by a known key is wrong. */
	signature(): Promise<SignatureFacts>;
}

/** Per call, never global: the process belongs to n8n. */
export const openPgpConfig = {
	// Released by us after the end of the stream only; without this the library holds the whole plaintext in memory.
	allowUnauthenticatedStream: true,
	rejectMessageHashAlgorithms: new Set([
		enums.hash.md5,
		enums.hash.ripemd,
		enums.hash.sha1,
		enums.hash.sha224,
	]),
};

/**
 * Decrypts an OpenPGP message as it streams in, binary or armoured, in constant memory. Every failure after the session
 * key is known has one and the same text, so that no answer tells a forger how far he came (RFC 9580, section 13.5).
 */
export async function decrypt(ciphertext: Bytes, ring: KeyRing): Promise<Decryption> {
	const source = new WatchedSource(ciphertext);
	const { head, whole } = await peek(source, FORM_BYTES);
	const message = await readEncrypted(head, whole, source);
	const sessionKey = await openSessionKey(message, ring);
	const decrypted = await openPgpDecrypt({
		message,
		sessionKeys: [sessionKey],
		verificationKeys: ring.verificationKeys,
		format: 'binary',
		config: openPgpConfig,
	}).catch(toFailure);
	if (decrypted instanceof Failure) throw source.failure ?? explainRefusal(decrypted);
	return {
		plaintext: readToTheEnd(decrypted.data, source),
		fileName: decrypted.filename,
		cipher: sessionKey.algorithm ?? 'unknown',
		signature: async () => await judge(decrypted.signatures, ring),
	};
}

type EncryptedMessage = Message<ReadableStream<Uint8Array>>;

async function readEncrypted(head: Buffer, whole: Bytes, source: WatchedSource): Promise<EncryptedMessage> {
	const form = readMessageForm(head);
	if (form === 'other armor') {
		throw new OpenPgpError(
			'The file is an OpenPGP key, signature or cleartext message, not an encrypted file',
			'Choose the field that holds the encrypted file.',
		);
	}
	if (form === 'none') {
		throw new OpenPgpError(
			'The file is not encrypted with OpenPGP',
			'Choose the field that holds the encrypted file. If it should be encrypted, ask the sender what he sent.',
		);
	}
	const message = await (
		form === 'armored'
			? readMessage({ armoredMessage: toWebStream(decodeLatin1(whole)), config: openPgpConfig })
			: readMessage({ binaryMessage: toWebStream(whole), config: openPgpConfig })
	).catch(toFailure);
	if (message instanceof Failure) throw source.failure ?? damaged();
	return message as EncryptedMessage;
}

async function* decodeLatin1(source: Bytes) {
	for await (const chunk of source) {
		yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString('latin1');
	}
}

async function openSessionKey(message: EncryptedMessage, ring: KeyRing): Promise<SessionKey> {
	const ours = ring.decryptionKeys.map(shortName);
	if (ours.length === 0) {
		throw new OpenPgpError(
			'There is no private key to decrypt the file with',
			ring.problems.join(' ') || 'Add the private key to the OpenPGP Key credential.',
		);
	}
	const recipients = message.getEncryptionKeyIDs();
	if (recipients.length === 0) {
		throw new OpenPgpError(
			'The file is encrypted with a password, not to a key',
			'Ask the sender to encrypt it to your public key.',
		);
	}
	const keys = await decryptSessionKeys({
		message,
		decryptionKeys: ring.decryptionKeys,
		config: openPgpConfig,
	}).catch(toFailure);
	const sessionKey = keys instanceof Failure ? undefined : keys[0];
	// For version 6 packets the library knows the cipher from the file itself, and has none here.
	if (sessionKey !== undefined) return sessionKey as SessionKey;
	const named = recipients.map((id) => (isHidden(id) ? 'hidden recipients' : id.toHex().toUpperCase()));
	throw new OpenPgpError(
		`None of your private keys opens the file. It is encrypted to ${named.join(', ')}; your keys are ${ours.join(', ')}`,
		[
			'Add the private key that belongs to one of these key IDs to the OpenPGP Key credential; keep old keys there as long as files encrypted to them arrive.',
			...ring.problems,
		].join(' '),
	);
}

/** "The Key ID can be set to all-zero octets" to hide a recipient (RFC 9580, section 5.1.8). */
const isHidden = (id: KeyID) => /^0*$/.test(id.toHex());

/** A caught error as a value, so that what is thrown is always our own text. */
class Failure {
	constructor(readonly cause: unknown) {}
}
const toFailure = (cause: unknown) => new Failure(cause);

async function* readToTheEnd(
	data: AsyncIterable<Uint8Array>,
	source: WatchedSource,
): AsyncGenerator<Uint8Array> {
	const iterator = data[Symbol.asyncIterator]();
	let finished = false;
	try {
		for (;;) {
			const next = await iterator.next().catch(toFailure);
			if (next instanceof Failure) throw source.failure ?? damaged();
			if (next.done) break;
			yield next.value;
		}
		finished = true;
	} finally {
		if (!finished) await iterator.return?.().catch(() => undefined);
	}
}

/**
 * The ciphertext as it comes, remembering how it failed: a broken download, a cancelled execution or a limit says more
 * than "damaged".
 */
class WatchedSource implements AsyncIterable<Uint8Array> {
	failure: unknown;

	constructor(private readonly source: Bytes) {}

	async *[Symbol.asyncIterator]() {
		const iterator = this.source[Symbol.asyncIterator]();
		let finished = false;
		try {
			for (;;) {
				const next = await iterator.next().catch(toFailure);
				if (next instanceof Failure) {
					this.failure = next.cause;
					throw next.cause;
				}
				if (next.done) break;
				yield next.value;
			}
			finished = true;
		} finally {
			if (!finished) await iterator.return?.();
		}
	}
}

const damaged = () =>
	new OpenPgpError(
		'The file is damaged or was changed on its way: its integrity check failed. Nothing of it was kept',
		'Fetch the file again. If it fails again, ask the sender for a new file and tell him that its integrity check fails.',
	);

/** Why the library refused to begin. What it says after the session key is known goes no further than here. */
function explainRefusal({ cause }: Failure): OpenPgpError {
	const text = cause instanceof Error ? cause.message : '';
	if (text.includes('not authenticated')) {
		return new OpenPgpError(
			'The file is encrypted without integrity protection, so nobody could tell whether it was changed. It was refused',
			'Ask the sender to encrypt with integrity protection (MDC or AEAD), as every current OpenPGP software does by default.',
		);
	}
	return damaged();
}

async function judge(signatures: DecryptMessageResult['signatures'], ring: KeyRing): Promise<SignatureFacts> {
	const [first, ...rest] = await readSignatures(signatures, ring.verificationKeys);
	if (first === undefined) return { verdict: 'none' };
	const all = [first, ...rest];
	const bad = all.find(({ verdict }) => verdict === 'invalid');
	if (bad !== undefined) {
		throw new OpenPgpError(
			`The signature by ${bad.signer.userId ?? bad.signer.keyId} in the file is wrong: ${bad.reason ?? 'it does not match'}. Nothing of the file was kept`,
			'Do not use the file. Ask the sender whether he made it, and for a new one.',
		);
	}
	const valid = all.find(({ verdict }) => verdict === 'valid');
	if (valid !== undefined) return { verdict: 'valid', signer: valid.signer };
	return { verdict: 'unknown signer', signer: first.signer };
}
