import type { IExecuteFunctions } from 'n8n-workflow';
import { storeFile, type NodeStream, type StoredFile } from '../shared/fileStore';
import { abortable, peek, type Bytes } from '../shared/streams';
import { sniffContent } from './contentType';
import { decrypt, type SignatureFacts } from './decrypt';
import type { KeyRing } from './keys';

export interface DecryptedFile extends StoredFile {
	fileName: string;
	mediaType: string;
	cipher: string;
	signature: SignatureFacts;
}

/**
 * Decrypts straight into n8n's binary store, in one pass and in constant memory. n8n publishes the file only after the
 * stream ended well; the caller gets it only after integrity and signature were checked.
 */
export async function decryptToStore(
	context: IExecuteFunctions,
	ciphertext: Bytes,
	ring: KeyRing,
	options: { encryptedName: string; fileName?: string; like?: NodeStream },
): Promise<DecryptedFile> {
	const signal = context.getExecutionCancelSignal();
	const decryption = await decrypt(abortable(ciphertext, signal), ring);
	const { head, whole } = await peek(decryption.plaintext, 4);
	const content = sniffContent(
		head,
		options.fileName ?? plainName(decryption.fileName, options.encryptedName),
	);
	const checked = endWithSignature(whole, decryption.signature);
	const stored = await storeFile(context, checked.bytes, {
		...content,
		...(options.like && { like: options.like }),
	});
	return { ...stored, ...content, cipher: decryption.cipher, signature: checked.facts() };
}

/** Ends the stream with an error when the signature is wrong, so that the store never publishes such a file. */
function endWithSignature(bytes: Bytes, ask: () => Promise<SignatureFacts>) {
	let facts: SignatureFacts = { verdict: 'none' };
	async function* checked() {
		yield* bytes;
		facts = await ask();
	}
	return { bytes: checked(), facts: () => facts };
}

/** The name without what encryption added, else the one that the sender put into the message. */
function plainName(inside: string, encryptedName: string): string {
	const stripped = encryptedName.replace(/\.(gpg|pgp|asc)$/i, '');
	if (stripped !== encryptedName && stripped !== '') return stripped;
	return inside.replace(/[\p{Cc}/\\:*?"<>|]/gu, '_').replace(/^\.+/, '') || `${stripped}.decrypted`;
}
