import { z } from '../shared/vendor/zod';
import type { DecryptedFile } from './decryptToStore';

/** What is known of a decrypted file, beside the file itself. */
export const DecryptionFacts = z.object({
	fileName: z.string(),
	mediaType: z.string(),
	bytes: z.number().int().describe('Size of the decrypted file'),
	sha256: z.string().describe('SHA-256 of the decrypted file, in hexadecimal'),
	cipher: z.string().describe('For example aes256'),
	signature: z.object({
		verdict: z.enum(['valid', 'unknown signer', 'none']),
		signer: z
			.object({
				keyId: z.string(),
				fingerprint: z.string().optional(),
				userId: z.string().optional(),
			})
			.optional(),
	}),
});

export const toFacts = ({ fileName, mediaType, bytes, sha256, cipher, signature }: DecryptedFile) => ({
	fileName,
	mediaType,
	bytes,
	sha256,
	cipher,
	signature: { ...signature },
});
