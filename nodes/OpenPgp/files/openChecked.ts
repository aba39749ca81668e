import type { IExecuteFunctions } from 'n8n-workflow';
import { abortable, peek, type Bytes } from '../../shared/files/streams';
import { notEncryptedButOpenPgp, notOpenPgp, KIND_BYTES } from '../doctor/refuse';
import { undress } from '../doctor/undress';
import { decrypt, type Decryption, type SignatureFacts } from '../engine/decrypt';
import type { Doors } from '../engine/doors';
import type { KeyRing } from '../keys/keys';
import { defaultLimits, type Limits } from '../limits';
import { fileWork } from '../fileWork';
import { limitSize } from '../limitSize';
import { OpenPgpError } from '../openPgpError';
import { SNIFFED_BYTES, sniffContent, type Content } from './contentType';
import { plainName } from './plainName';

export interface DecryptOptions {
	encryptedName: string;
	fileName?: string;
	/** An unsigned file, or one by an unknown signer, ends with an error. */
	requireSignature?: boolean;
	limits?: Limits;
	doors?: Doors;
}

export type Checked = Decryption & Content;

/** The plaintext, whose end is an error unless everything that was asked for has been checked. */
export async function openChecked(
	context: IExecuteFunctions,
	ciphertext: Bytes,
	ring: KeyRing,
	{ encryptedName, fileName, requireSignature = false, limits = defaultLimits, doors }: DecryptOptions,
): Promise<Checked> {
	if (requireSignature && ring.verificationKeys.length === 0) throw nothingToCheckWith(ring);
	const signal = context.getExecutionCancelSignal();
	const { bytes, repairs, thing } = await undress(abortable(ciphertext, signal));
	if (thing !== undefined) throw notOpenPgp(thing);
	const { head: start, whole: message } = await peek(bytes, KIND_BYTES);
	const other = notEncryptedButOpenPgp(start);
	if (other !== undefined) throw other;
	const decryption = await decrypt(message, ring, fileWork(limits), doors);
	// Also here: a little ciphertext, read long ago, may still be growing to a lot.
	const plaintext = abortable(limitSize(decryption.plaintext, limits), signal);
	const { head, whole } = await peek(plaintext, SNIFFED_BYTES);
	return {
		...sniffContent(head, fileName ?? plainName(decryption.fileName, encryptedName)),
		cipher: decryption.cipher,
		warnings: () => [...repairs, ...decryption.warnings()],
		usedDoors: decryption.usedDoors,
		...endWithSignature(whole, decryption.signature, requireSignature),
	};
}

/** Ends the stream with an error when the signature is wrong or missing, so the store never publishes such a file. */
function endWithSignature(bytes: Bytes, ask: () => Promise<SignatureFacts>, isRequired: boolean) {
	let asked: Promise<SignatureFacts> | undefined;
	const signature = async () => await (asked ??= ask());
	async function* checked() {
		yield* bytes;
		const facts = await signature();
		if (isRequired && facts.verdict !== 'valid') throw notSigned(facts);
	}
	return { plaintext: checked(), signature };
}

const notSigned = ({ verdict, signer }: SignatureFacts) =>
	verdict === 'none'
		? new OpenPgpError(
				'The file is not signed, so no one can tell who made it. Nothing of it was kept',
				'Ask the sender to sign what they encrypt, or switch "Require a Valid Signature" off.',
			)
		: new OpenPgpError(
				`The file is signed by the key ${signer?.keyId ?? 'of a stranger'}, which is not among the public keys of the credential. Nothing of it was kept`,
				'If the key is really the sender\'s, add it under "Provider\'s Public Keys" in the OpenPGP Key credential.',
			);

const nothingToCheckWith = (ring: KeyRing) =>
	new OpenPgpError(
		'A valid signature is required, but the credential contains no public key to check one with',
		ring.problems.join(' ') ||
			'Add the public key of the sender under "Provider\'s Public Keys" in the OpenPGP Key credential.',
	);
