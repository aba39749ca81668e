import type { IExecuteFunctions } from 'n8n-workflow';
import { storeFile, type NodeStream, type StoredFile } from '../../shared/files/fileStore';
import { tap, type Bytes } from '../../shared/files/streams';
import type { SignatureFacts } from '../engine/decrypt';
import type { KeyRing } from '../keys/keys';
import type { Content } from './contentType';
import { openChecked, type Checked, type DecryptOptions } from './openChecked';
import { defaultLimits } from '../limits';
import { limitInMemory } from './limitInMemory';
import { keep, limitsFor, type Result, type Source } from './source';

export interface DecryptedContent extends Content {
	cipher: string;
	signature: SignatureFacts;
	/** What was repaired, or opened although it is weak; one sentence each. */
	warnings: string[];
	durationMs: number;
}

export type DecryptedFile = StoredFile & DecryptedContent;

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
	const start = Date.now();
	let bytesIn = 0;
	const counted = tap(ciphertext, (chunk) => (bytesIn += chunk.length));
	const opened = await openChecked(context, counted, ring, options);
	const content = limitInMemory(context, opened.plaintext, () => bytesIn);
	const stored = await storeFile(context, content, { ...contentOf(opened), ...(like && { like }) });
	return { ...stored, ...(await describe(opened, start)) };
}

/** The same for a file or text, which comes out as what it came in. */
export async function decryptSource(
	context: IExecuteFunctions,
	source: Source,
	ring: KeyRing,
	options: DecryptOptions,
): Promise<Result & DecryptedContent> {
	const start = Date.now();
	const limits = limitsFor(source, options.limits ?? defaultLimits);
	const opened = await openChecked(context, source.bytes, ring, { ...options, limits });
	const kept = await keep(context, source, opened.plaintext, contentOf(opened));
	return { ...kept, ...(await describe(opened, start)) };
}

const contentOf = ({ fileName, mediaType }: Checked): Content => ({ fileName, mediaType });

/** What is to be known of it after its end. */
const describe = async (opened: Checked, start: number): Promise<DecryptedContent> => ({
	...contentOf(opened),
	cipher: opened.cipher,
	signature: await opened.signature(),
	warnings: opened.warnings(),
	durationMs: Date.now() - start,
});
