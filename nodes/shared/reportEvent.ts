import { z } from './vendor/zod';

const timestamp = z.string().datetime({ offset: false }).describe('RFC 3339, UTC');

const Signer = z.object({
	keyId: z.string().describe('OpenPGP key ID of the key that made the signature'),
	fingerprint: z.string().optional().describe('Fingerprint of the certificate that the key belongs to'),
	userId: z.string().optional().describe('First user ID of that certificate'),
});

/** How a delivery proved where it comes from. `method` names the evidence; `signer` is there for signatures only. */
export const Verification = z.object({
	verdict: z.enum(['verified', 'unsigned']),
	method: z.string().describe('The evidence that decided, for example openpgp-header or api'),
	signer: Signer.optional(),
});

const ReportFile = z.object({
	id: z.string(),
	name: z.string(),
	url: z
		.string()
		.optional()
		.describe('Where to fetch the file; may carry access rights, so treat it as a secret'),
	mediaType: z.string(),
	encrypted: z.boolean(),
	createdAt: timestamp.optional(),
	expiresAt: timestamp.optional(),
});

/**
 * What every trigger emits, whatever the provider: one CloudEvents 1.0 event in its JSON format
 * (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md).
 */
export const ReportEvent = z.object({
	specversion: z.literal('1.0'),
	id: z.string().min(1).describe('Equal for redeliveries of one event; the deduplication key'),
	source: z.string().min(1).describe('URI of the provider and tenant'),
	type: z.string().min(1).describe('For example com.tesouro.report.ready'),
	subject: z.string().optional().describe('The ID to look the report up by'),
	time: timestamp,
	datacontenttype: z.literal('application/json'),
	data: z.object({
		provider: z.enum(['tesouro', 'connectreport', 'reportflow']),
		status: z.enum(['started', 'ready', 'failed', 'changed']).optional(),
		report: z.object({ id: z.string(), name: z.string().optional() }).optional(),
		files: z.array(ReportFile),
		error: z.string().optional().describe('Why the report failed; on failure only'),
		details: z.record(z.unknown()).describe("The provider's remaining facts, camelCase"),
		delivery: z.object({
			id: z.string().optional(),
			attempt: z.number().int().describe('1 for the first delivery of the event'),
			receivedAt: timestamp,
		}),
		verification: Verification,
		payload: z.unknown().describe("The provider's own JSON, untouched"),
	}),
});

export type ReportEvent = z.infer<typeof ReportEvent>;
export type ReportFile = z.infer<typeof ReportFile>;
export type Signer = z.infer<typeof Signer>;
export type Verification = z.infer<typeof Verification>;
