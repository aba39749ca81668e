import type { Signer } from '../../shared/deliveries/reportEvent';
import { peek, type Bytes } from '../../shared/files/streams';
import { explainSignature, sentenceOf } from '../doctor/signatureReason';
import { whyNotOpened } from '../doctor/whyNotOpened';
import { failureOf, Failure, WatchedSource } from '../failure';
import type { KeyRing } from '../keys/keys';
import { fileWork } from '../fileWork';
import { OpenPgpError } from '../openPgpError';
import { dearmor } from './dearmor';
import {
	broken,
	byPassword,
	checkUnprotected,
	damaged,
	notEncrypted,
	otherArmor,
	unprotectedUnsigned,
} from './decryptTexts';
import { closedDoors, type Doors } from './doors';
import { FORM_BYTES, readMessageForm } from './messageForm';
import { openEncrypted, readPreamble, type Preamble } from './openEncrypted';
import { findSessionKey, type FoundSessionKey } from './openSessionKeys';
import { readRecipients, recipientIdOf } from './recipients';
import { openWithPasswords } from './openWithPassword';
import { openWatched, readToTheEnd } from './readToTheEnd';
import type { JudgedSignature } from './signatures';
import { weaknessesOf } from './weaknesses';
import type { Work } from './work';

export interface SignatureFacts {
	/** `valid`: by one of the provider's keys. `unknown signer`: cannot be checked. `none`: not signed. */
	verdict: 'valid' | 'unknown signer' | 'none';
	signer?: Signer;
}

export interface Decryption {
	/**
	 * The decrypted bytes. None may be released before all have been read without an error: the integrity check comes last
	 * (RFC 9580, section 5.13).
	 */
	plaintext: Bytes;
	/** The file name that the sender put into the message, if any. */
	fileName: string;
	/** For example `aes256`. */
	cipher: string;
	/** Call it after the end of `plaintext`. Throws when a signature by a known key is wrong or not accepted. */
	signature(): Promise<SignatureFacts>;
	/** Call it after `signature`: one sentence for each weakness that was accepted. */
	warnings(): string[];
	/** To be asked after that, too: the doors without which it would have been refused. */
	usedDoors(): Array<keyof Doors>;
}

/**
 * Decrypts an OpenPGP message as it streams in, binary or armoured, in constant memory. Every failure after the session key
 * is known has the same text, so that no answer shows a forger how far they got (RFC 9580, section 13.5).
 */
export async function decrypt(
	ciphertext: Bytes,
	ring: KeyRing,
	work: Work = fileWork(),
	doors: Doors = closedDoors,
): Promise<Decryption> {
	const source = new WatchedSource(ciphertext, work);
	const { head, whole } = await peek(source, FORM_BYTES);
	const failed = () => source.failure ?? work.failure ?? damaged();
	const preamble = await readPreamble(await binaryOf(head, whole, work), work).catch(failureOf);
	if (preamble instanceof Failure) throw source.failure ?? work.failure ?? broken();
	const isUnprotected = preamble.data === 'unprotected';
	if (isUnprotected) checkUnprotected(ring, doors);

	const { sessionKey, isSignOnlyKey } = await openSessionKey(preamble, ring, work, doors);
	const opening = openEncrypted(preamble, sessionKey, ring.verificationKeys, work, { doors });
	const opened = await openWatched(opening, source);
	if (opened instanceof Failure) throw failed();
	const weak = weaknessesOf({ isSignOnlyKey, cipher: sessionKey.algorithm, isUnprotected });
	let judged: Promise<SignatureFacts> | undefined;
	const signature = async () =>
		await (judged ??= opened.signatures().then((signatures) => {
			const facts = judge(signatures);
			if (isUnprotected && facts.verdict !== 'valid') throw unprotectedUnsigned();
			if (signatures.some(({ verdict, hash }) => verdict === 'valid' && hash === 'sha1')) {
				weak.foundSha1();
			}
			return facts;
		}));
	const plaintext = readToTheEnd(opened.plaintext, source, failed);
	return {
		// Without integrity protection, only the signature proves the content.
		plaintext: isUnprotected ? endSigned(plaintext, signature) : plaintext,
		fileName: opened.fileName,
		cipher: sessionKey.algorithm ?? 'unknown',
		signature,
		warnings: () => weak.warnings,
		usedDoors: () => weak.usedDoors,
	};
}

async function* endSigned(plaintext: Bytes, signature: () => Promise<unknown>): AsyncGenerator<Uint8Array> {
	yield* plaintext;
	await signature();
}

async function binaryOf(head: Buffer, whole: Bytes, work: Work): Promise<Bytes> {
	const form = readMessageForm(head);
	if (form === 'other armor') throw otherArmor();
	if (form === 'none') throw notEncrypted();
	return form === 'armored' ? dearmor(whole, work) : whole;
}

async function openSessionKey(
	preamble: Preamble,
	ring: KeyRing,
	work: Work,
	doors: Doors,
): Promise<FoundSessionKey> {
	const { sessionKeys, passwordKeys } = preamble;
	const ids = sessionKeys.map(recipientIdOf);
	const found = await readRecipients(sessionKeys, ring);
	const opened = await findSessionKey(found, ring, work, doors);
	if (opened !== undefined) return opened;
	if (passwordKeys.length > 0) {
		const sessionKey = await openWithPasswords(preamble, ring.messagePasswords, doors);
		if (sessionKey !== undefined) return { sessionKey };
		if (ids.length === 0) throw byPassword(ring);
	}
	const known = [
		...ids.filter((id) => id !== undefined),
		...found.filter((_, index) => ids[index] === undefined).map(({ keyId }) => keyId.toHex().toUpperCase()),
	];
	throw await whyNotOpened(known, ring, doors.signOnlyKeys);
}

function judge(signatures: JudgedSignature[]): SignatureFacts {
	const wrong = signatures.find(({ verdict }) => verdict === 'invalid');
	if (wrong !== undefined) {
		const explained = explainSignature(wrong.reason);
		const sentence = sentenceOf(wrong.signer.userId ?? wrong.signer.keyId, explained);
		throw new OpenPgpError(`${sentence}. Nothing of the file was kept`, explained.remedy, explained.ask);
	}
	const valid = signatures.find(({ verdict }) => verdict === 'valid');
	if (valid !== undefined) return { verdict: 'valid', signer: valid.signer };
	const [first] = signatures;
	return first === undefined ? { verdict: 'none' } : { verdict: 'unknown signer', signer: first.signer };
}
