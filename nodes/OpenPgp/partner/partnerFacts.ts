import { z } from '../../shared/vendor/zod';
import { DecryptionFacts, KeyFacts } from '../facts';
import { asks } from '../ask';

const SampleFacts = z.object({
	opens: z.boolean().describe('Whether Decrypt opens it as it stands'),
	withKey: z.string().optional().describe('The key of yours that it is encrypted to'),
	cipher: z.string().optional().describe('For example aes256'),
	integrity: z.enum(['MDC', 'AEAD', 'none']).optional(),
	signature: DecryptionFacts.shape.signature.optional(),
	fileName: z.string().optional(),
	bytes: z.number().int().optional().describe('Size of what was inside; nothing of it is kept'),
	warnings: DecryptionFacts.shape.warnings,
	error: z.string().optional().describe('Why it does not open'),
	remedy: z.string().optional().describe('What to do about it'),
	compatibility: z
		.array(z.string())
		.optional()
		.describe('The options of Compatibility that open it; missing if none does'),
});
export type SampleFacts = z.infer<typeof SampleFacts>;

/** What comes out of a check with a partner. */
export const PartnerCheck = z.object({
	verdict: z
		.enum(['ready', 'ready, with notes', 'not ready'])
		.describe('"not ready": something fails on the day unless it is changed'),
	findings: z.array(
		z.object({
			level: z.enum(['problem', 'note']),
			what: z.string(),
			until: z.string().datetime().optional().describe('When it stops working; RFC 3339, UTC'),
			ask: z.enum(asks).optional().describe('What the partner is asked for in the text'),
		}),
	),
	sample: SampleFacts.optional(),
	partnerKeys: z.array(KeyFacts),
	ownKeys: z.array(KeyFacts),
	textForPartner: z.string().describe('To be sent to the partner; holds no secret'),
	ownPublicKey: z.string().optional().describe('Your public key, to be sent with it'),
});
export type PartnerCheck = z.infer<typeof PartnerCheck>;
