import type { KeyID, SessionKey } from '../../shared/vendor/openpgp';
import type { Signer } from '../../shared/deliveries/reportEvent';
import { peek, type Bytes } from '../../shared/files/streams';
import { fileWork } from '../limits';
import { dearmor } from './dearmor';
import { openEncrypted, readPreamble, type Preamble } from './openEncrypted';
import { failureOf, Failure, WatchedSource } from '../failure';
import { shortName, type KeyRing } from '../keys/keys';
import { FORM_BYTES, readMessageForm } from './messageForm';
import { OpenPgpError } from '../openPgpError';
import { findSessionKey, isHidden, readRecipients } from './openSessionKeys';
import { openWatched, readToTheEnd } from './readToTheEnd';
import type { JudgedSignature } from './signatures';
import type { Work } from './work';

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

/**
 * Decrypts an OpenPGP message as it streams in, binary or armoured, in constant memory. Every failure after the session
 * key is known has one and the same text, so that no answer tells a forger how far he came (RFC 9580, section 13.5).
 */
export async function decrypt(
	ciphertext: Bytes,
	ring: KeyRing,
	work: Work = fileWork(),
): Promise<Decryption> {
	const source = new WatchedSource(ciphertext, work);
	const { head, whole } = await peek(source, FORM_BYTES);
	const failed = () => source.failure ?? work.failure ?? damaged();
	const preamble = await readPreamble(await binaryOf(head, whole, work), work).catch(failureOf);
	if (preamble instanceof Failure) throw failed();

	const sessionKey = await openSessionKey(preamble, ring, work);
	const opening = openEncrypted(preamble, sessionKey, ring.verificationKeys, work);
	const opened = await openWatched(opening, source);
	if (opened instanceof Failure) throw failed();
	return {
		plaintext: readToTheEnd(opened.plaintext, source, failed),
		fileName: opened.fileName,
		cipher: sessionKey.algorithm ?? 'unknown',
		signature: async () => judge(await opened.signatures()),
	};
}

async function binaryOf(head: Buffer, whole: Bytes, work: Work): Promise<Bytes> {
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
	return form === 'armored' ? dearmor(whole, work) : whole;
}

async function openSessionKey(
	{ sessionKeys, data }: Preamble,
	ring: KeyRing,
	work: Work,
): Promise<SessionKey> {
	if (data === 'unprotected') {
		throw new OpenPgpError(
			'The file is encrypted without integrity protection, so nobody could tell whether it was changed. It was refused',
			'Ask the sender to encrypt with integrity protection (MDC or AEAD), as every current OpenPGP software does by default.',
		);
	}
	const ours = ring.decryptionKeys.map(shortName);
	if (ours.length === 0) {
		throw new OpenPgpError(
			'There is no private key to decrypt the file with',
			ring.problems.join(' ') || 'Add the private key to the OpenPGP Key credential.',
		);
	}
	const found = await readRecipients(sessionKeys);
	const recipients = found.map(({ keyId }) => keyId);
	if (recipients.length === 0) {
		throw new OpenPgpError(
			'The file is encrypted with a password, not to a key',
			'Ask the sender to encrypt it to your public key.',
		);
	}
	const sessionKey = await findSessionKey(found, ring, work);
	if (sessionKey !== undefined) return sessionKey;
	const fitting = recipients.find((id) => ring.decryptionKeys.some((key) => key.getKeys(id).length > 0));
	if (fitting !== undefined && !isHidden(fitting)) {
		throw new OpenPgpError(
			`The file is encrypted to your key ${fitting.toHex().toUpperCase()}, and still that key does not open it`,
			'The beginning of the file is damaged, or it was made with a cipher that is not accepted (Blowfish, Twofish, Camellia, IDEA). Fetch it again; if that does not help, ask the sender to encrypt with AES.',
		);
	}
	throw new OpenPgpError(
		`None of your private keys opens the file. It is encrypted to ${nameRecipients(recipients)}; your keys are ${ours.join(', ')}`,
		[
			'Add the private key that belongs to one of these key IDs to the OpenPGP Key credential; keep old keys there as long as files encrypted to them arrive.',
			...ring.problems,
		].join(' '),
	);
}

const RECIPIENTS_NAMED = 10;

/** For an error text: anybody may have put in very many. */
function nameRecipients(ids: KeyID[]): string {
	const names = ids.filter((id) => !isHidden(id)).map((id) => id.toHex().toUpperCase());
	const hidden = ids.length - names.length;
	const others = names.length - RECIPIENTS_NAMED;
	return [
		...names.slice(0, RECIPIENTS_NAMED),
		...(others > 0 ? [`${others} more`] : []),
		...(hidden > 0 ? [hidden === 1 ? 'a hidden recipient' : `${hidden} hidden recipients`] : []),
	].join(', ');
}

const damaged = () =>
	new OpenPgpError(
		'The file is damaged or was changed on its way: its integrity check failed. Nothing of it was kept',
		'Fetch the file again. If it fails again, ask the sender for a new file and tell him that its integrity check fails.',
	);

function judge(signatures: JudgedSignature[]): SignatureFacts {
	const wrong = signatures.find(({ verdict }) => verdict === 'invalid');
	if (wrong !== undefined) {
		throw new OpenPgpError(
			`The signature by ${wrong.signer.userId ?? wrong.signer.keyId} in the file is wrong: ${wrong.reason ?? 'it does not match'}. Nothing of the file was kept`,
			'Do not use the file. Ask the sender whether he made it, and for a new one.',
		);
	}
	const valid = signatures.find(({ verdict }) => verdict === 'valid');
	if (valid !== undefined) return { verdict: 'valid', signer: valid.signer };
	const [first] = signatures;
	return first === undefined ? { verdict: 'none' } : { verdict: 'unknown signer', signer: first.signer };
}
