import type { IExecuteFunctions } from 'n8n-workflow';
import { plainFileName, safeFileName } from '../../shared/fileNames';
import { storeFile, type NodeStream, type StoredFile } from '../../shared/fileStore';
import { abortable, peek, type Bytes } from '../../shared/streams';
import { SNIFFED_BYTES, sniffContent, type Content } from './contentType';
import { decrypt, type SignatureFacts } from '../engine/decrypt';
import type { KeyRing } from '../keys/keys';
import { defaultLimits, limitExpansion, type Limits } from '../limits';
import { OpenPgpError } from '../openPgpError';
import { keep, type Result, type Source } from './source';

export interface DecryptedContent extends Content {
	cipher: string;
	signature: SignatureFacts;
	durationMs: number;
}

export type DecryptedFile = StoredFile & DecryptedContent;

export interface DecryptOptions {
	encryptedName: string;
	fileName?: string;
	/** An unsigned file, or one by an unknown signer, ends with an error. */
	requireSignature?: boolean;
	limits?: Limits;
}

/**
 * Decrypts straight into n8n's binary store, in one pass and in constant memory. n8n publishes the file only after the
 * stream ended well; the caller gets it only after integrity and signature were checked.
 */
export async function decryptToStore(
	context: IExecuteFunctions,
	ciphertext: Bytes,
	ring: KeyRing,
	{ like, ...options }: DecryptOptions & { like?: NodeStream },
): Promise<DecryptedFile> {
	const opened = await openChecked(context, ciphertext, ring, options);
	const stored = await storeFile(context, opened.bytes, { ...opened.content, ...(like && { like }) });
	return { ...stored, ...opened.facts() };
}

/** The same for a file or text, which comes out as what it came in. */
export async function decryptSource(
	context: IExecuteFunctions,
	source: Source,
	ring: KeyRing,
	options: DecryptOptions,
): Promise<Result & DecryptedContent> {
	const opened = await openChecked(context, source.bytes, ring, options);
	const kept = await keep(context, source, opened.bytes, opened.content);
	return { ...kept, ...opened.facts() };
}

/** The plaintext, whose end is an error unless everything that was asked for has been checked. */
async function openChecked(
	context: IExecuteFunctions,
	ciphertext: Bytes,
	ring: KeyRing,
	{ encryptedName, fileName, requireSignature = false, limits = defaultLimits }: DecryptOptions,
) {
	if (requireSignature && ring.verificationKeys.length === 0) throw nothingToCheckWith(ring);
	const start = Date.now();
	const signal = context.getExecutionCancelSignal();
	const limited = limitExpansion(abortable(ciphertext, signal), limits);
	const decryption = await decrypt(limited.source, ring);
	// Also here: a little ciphertext, read long ago, may still be growing to a lot.
	const plaintext = abortable(limited.guard(decryption.plaintext), signal);
	const { head, whole } = await peek(plaintext, SNIFFED_BYTES);
	const content = sniffContent(head, fileName ?? plainName(decryption.fileName, encryptedName));
	const checked = endWithSignature(whole, decryption.signature, requireSignature);
	const facts = (): DecryptedContent => ({
		...content,
		cipher: decryption.cipher,
		signature: checked.facts(),
		durationMs: Date.now() - start,
	});
	return { bytes: checked.bytes, content, facts };
}

/** Ends the stream with an error when the signature is wrong or missing, so that the store never publishes such a file. */
function endWithSignature(bytes: Bytes, ask: () => Promise<SignatureFacts>, isRequired: boolean) {
	let facts: SignatureFacts = { verdict: 'none' };
	async function* checked() {
		yield* bytes;
		facts = await ask();
		if (isRequired && facts.verdict !== 'valid') throw notSigned(facts);
	}
	return { bytes: checked(), facts: () => facts };
}

const notSigned = ({ verdict, signer }: SignatureFacts) =>
	verdict === 'none'
		? new OpenPgpError(
				'The file is not signed, so nobody can tell who made it. Nothing of it was kept',
				'Ask the sender to sign what he encrypts, or switch "Require a Valid Signature" off.',
			)
		: new OpenPgpError(
				`The file is signed by the key ${signer?.keyId ?? 'of a stranger'}, which is not among the public keys of the credential. Nothing of it was kept`,
				'If the key is really the sender\'s, add it under "Provider\'s Public Keys" in the OpenPGP Key credential.',
			);

const nothingToCheckWith = (ring: KeyRing) =>
	new OpenPgpError(
		'A valid signature is required, but the credential holds no public key to check one with',
		ring.problems.join(' ') ||
			'Add the public key of the sender under "Provider\'s Public Keys" in the OpenPGP Key credential.',
	);

/** The name without what encryption added, else the one that the sender put into the message. */
function plainName(inside: string, encryptedName: string): string {
	const stripped = plainFileName(encryptedName);
	if (stripped !== encryptedName && stripped !== '') return stripped;
	return safeFileName(inside) ?? `${stripped}.decrypted`;
}
