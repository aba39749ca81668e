import type { Bytes } from '../../shared/files/streams';
import type { Decryption, SignatureFacts } from './decrypt';

/** Decrypted once already, to its end and with a good verdict; here it comes again. */
export interface Proven extends Omit<Decryption, 'signature'> {
	/** May be released as it comes. */
	plaintext: Bytes;
	bytes: number;
	signature: SignatureFacts;
}

/**
 * Decrypts stored ciphertext for whoever acts on plaintext as it comes and cannot take anything back, row by row. `open`
 * begins to decrypt from the start, with all checks and limits; it is called twice. Nothing of the first reading comes out:
 * it leads to the verdict, or to its error. The second one checks everything again, though in n8n's store nothing should
 * have changed in between.
 *
 * The first reading could stop at the integrity check, which takes a sixth of the time because nothing is unpacked. But then
 * a wrong signature, a limit, or damage from before the encryption would show up when half of the rows are out.
 */
export async function decryptTwice<T extends Decryption>(
	open: () => Promise<T>,
): Promise<Omit<T, 'signature'> & Proven> {
	const first = await open();
	let bytes = 0;
	for await (const chunk of first.plaintext) bytes += chunk.length;
	const signature = await first.signature();
	const second = await open();
	return { ...second, bytes, signature, plaintext: readAgain(second) };
}

async function* readAgain({ plaintext, signature }: Decryption): AsyncGenerator<Uint8Array> {
	yield* plaintext;
	await signature();
}
