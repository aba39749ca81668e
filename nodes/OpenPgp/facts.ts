import { z } from '../shared/vendor/zod';
import type { Result } from './files/source';
import type { DecryptedContent } from './files/decryptToStore';

const durationMs = z.number().int().describe('How long it took, in milliseconds');
const isoTime = z.string().datetime().describe('RFC 3339, UTC');

const Signer = z.object({
	keyId: z.string(),
	fingerprint: z.string().optional(),
	userId: z.string().optional(),
});

/** A key of ours, or of a recipient, of which everything is known. */
const KnownKey = Signer.required({ fingerprint: true }).extend({
	algorithm: z.string().describe('For example rsaEncryptSign'),
});

/** What is known of a decrypted file, beside the file itself. */
export const DecryptionFacts = z.object({
	fileName: z.string(),
	mediaType: z.string(),
	bytes: z.number().int().describe('Size of the decrypted file'),
	sha256: z.string().describe('SHA-256 of the decrypted file, in hexadecimal'),
	cipher: z.string().describe('For example aes256'),
	signature: z.object({
		verdict: z.enum(['valid', 'unknown signer', 'none']),
		signer: Signer.optional(),
	}),
	warnings: z
		.array(z.string())
		.optional()
		.describe('What was repaired, or opened although it is weak; missing if there is nothing to report'),
	durationMs: durationMs.optional(),
});

export const toFacts = ({
	fileName,
	mediaType,
	bytes,
	sha256,
	cipher,
	signature,
	warnings,
	durationMs: duration,
}: Result & DecryptedContent) => ({
	fileName,
	mediaType,
	bytes,
	sha256,
	cipher,
	signature: { ...signature },
	...(warnings.length > 0 && { warnings }),
	durationMs: duration,
});

const Made = z.object({
	fileName: z.string(),
	mediaType: z.string(),
	inputBytes: z.number().int().describe('Size of what came in'),
	bytes: z.number().int().describe('Size of what came out'),
	sha256: z.string().describe('SHA-256 of what came out, in hexadecimal'),
	armored: z.boolean().describe('Whether it is text (ASCII armour)'),
	durationMs,
});

export const EncryptionFacts = Made.extend({
	cipher: z.string().describe('What the keys of all recipients agree to, for example aes256'),
	compression: z.enum(['none', 'zip', 'zlib']).describe('What the keys of all recipients agree to'),
	recipients: z.array(KnownKey).describe('Who can open it'),
	passwords: z.number().int().optional().describe('How many passwords open it; only there when one does'),
	signer: KnownKey.optional().describe('Who signed it'),
});
export type EncryptionFacts = z.infer<typeof EncryptionFacts>;

export const SigningFacts = Made.extend({
	form: z.enum(['inline', 'detached', 'cleartext']),
	signer: KnownKey,
});
export type SigningFacts = z.infer<typeof SigningFacts>;

export const VerificationFacts = z.object({
	verdict: z
		.enum(['valid', 'invalid', 'not accepted', 'cannot be checked', 'unknown signer', 'none'])
		.describe('"not accepted": too weak, or by a key that has expired; nothing is wrong with the content'),
	form: z.enum(['inline', 'detached', 'cleartext']),
	signer: Signer.optional(),
	signedAt: isoTime.optional(),
	algorithm: z.string().optional().describe('For example rsaEncryptSign; only there when it is valid'),
	hash: z.string().optional().describe('For example sha512; only there when it is valid'),
	reason: z
		.string()
		.optional()
		.describe('What is wrong; only there when somebody known made it and it is not valid'),
	remedy: z.string().optional().describe('What to do about it'),
	fileName: z.string().optional().describe('Name of the content'),
	bytes: z.number().int().describe('Size of the content that was checked'),
	sha256: z.string().optional().describe('SHA-256 of the returned content, in hexadecimal'),
	durationMs,
});
export type VerificationFacts = z.infer<typeof VerificationFacts>;

const messageKinds = [
	'encrypted',
	'signed',
	'cleartext signed',
	'detached signature',
	'public key',
	'private key',
	'neither encrypted nor signed',
	'not OpenPGP',
] as const;

export const MessageFacts = z.object({
	kind: z.enum(messageKinds),
	armored: z.boolean().describe('Whether it is text (ASCII armour)'),
	recipients: z
		.array(
			z.object({
				keyId: z.string().optional().describe('Missing if the sender hid it'),
				hidden: z.boolean(),
				algorithm: z.string().describe('How the session key is encrypted, for example rsaEncryptSign'),
			}),
		)
		.optional(),
	passwords: z.number().int().optional().describe('How many passwords open it'),
	encryption: z
		.object({
			packet: z.string().describe('For example "SEIPD v1"'),
			integrity: z.enum(['MDC', 'AEAD', 'none']),
			cipher: z.string().optional().describe('Hidden inside, unless one of your keys opens the file'),
			aead: z.string().optional(),
		})
		.optional(),
	compression: z.string().optional().describe('Visible only when it is not encrypted'),
	signatures: z
		.array(
			z.object({
				keyId: z.string().optional(),
				fingerprint: z.string().optional(),
				hash: z.string().optional(),
				algorithm: z.string().optional(),
				signedAt: isoTime.optional(),
			}),
		)
		.optional()
		.describe('Who claims to have signed it; not checked'),
	fileName: z.string().optional().describe('The name that the sender put in; only there when not encrypted'),
});
export type MessageFacts = z.infer<typeof MessageFacts>;

export const InspectionFacts = MessageFacts.extend({
	opensWithYourKeys: z.boolean().optional().describe('Whether one of your private keys opens it'),
	what: z.string().optional().describe('What it is instead of OpenPGP, for example "a web page"'),
	remedy: z.string().optional().describe('What to do about it'),
	warnings: z
		.array(z.string())
		.optional()
		.describe('What was repaired to read it, as Decrypt does; missing if nothing was'),
});
export type InspectionFacts = z.infer<typeof InspectionFacts>;

const algorithm = {
	algorithm: z.string().describe('For example rsaEncryptSign'),
	bits: z.number().int().optional(),
	curve: z.string().optional(),
};

export const KeyFacts = z.object({
	fingerprint: z.string(),
	keyId: z.string(),
	userIds: z.array(z.string()),
	...algorithm,
	created: isoTime,
	expires: isoTime
		.optional()
		.describe('When the key can no longer do what it is for, subkeys included; missing if it never expires'),
	daysLeft: z
		.number()
		.int()
		.optional()
		.describe('Whole days until it expires, negative afterwards; missing if it never expires'),
	isPrivate: z.boolean(),
	revoked: z.boolean(),
	canEncrypt: z.boolean().describe('Whether files can be encrypted to it today'),
	cannotEncryptBecause: z.string().optional().describe('Why not, for people'),
	canSign: z.boolean().describe('Whether its owner can sign with it today'),
	cannotSignBecause: z.string().optional().describe('Why not, for people'),
	subkeys: z.array(
		z.object({
			fingerprint: z.string(),
			keyId: z.string(),
			...algorithm,
			created: isoTime,
			expires: isoTime.optional(),
			revoked: z.boolean(),
			usage: z.array(z.enum(['sign', 'encrypt', 'authenticate'])),
		}),
	),
});
export type KeyFacts = z.infer<typeof KeyFacts>;
