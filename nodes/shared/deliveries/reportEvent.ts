import { z } from '../vendor/zod';

const timestamp = z.string().datetime({ offset: false }).describe('RFC 3339, UTC');

const Signer = z.object({
	keyId: z.string().describe('ID of the key or secret that made the signature'),
	fingerprint: z.string().optional().describe('Fingerprint of the certificate that the key belongs to'),
	userId: z.string().optional().describe('First user ID of that certificate'),
});

/** How a delivery proved where it comes from. `method` names the evidence; `signer` is there for signatures only. */
export const Verification = z
	.object({
		verdict: z.enum(['verified', 'unsigned']).describe('unsigned only where "None" was chosen'),
		method: z.string().describe('The evidence that decided, for example openpgp-header or api'),
		signer: Signer.optional().describe('Who signed the delivery'),
	})
	.describe('How the delivery proved where it comes from');

const ReportFile = z.object({
	id: z.string().describe('ID of the file'),
	name: z.string().describe('File name as the provider gives it'),
	url: z
		.string()
		.optional()
		.describe('Where to fetch the file; may carry access rights, so treat it as a secret'),
	mediaType: z.string().describe('Kind of file, for example text/csv'),
	encrypted: z.boolean().describe('Whether its name says that the file is encrypted'),
	createdAt: timestamp.optional().describe('When the file was made'),
	expiresAt: timestamp.optional().describe('When the provider deletes the file'),
});

/**
 * What every trigger emits, whatever the provider: one CloudEvents 1.0 event in its JSON format
 * (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md).
 */
export const ReportEvent = z.object({
	data: z.object({
		provider: z.enum(['tesouro', 'connectreport', 'reportflow']).describe('Who made the report'),
		status: z.enum(['started', 'ready', 'failed', 'changed']).optional().describe('The state of the report'),
		report: z
			.object({
				id: z.string().describe("The provider's ID of the report"),
				name: z.string().optional().describe('File name without the extension of the encryption'),
			})
			.optional()
			.describe('The report'),
		files: z.array(ReportFile).describe('Files to fetch; empty when there are none'),
		error: z.string().optional().describe('Why the report failed; on failure only'),
		details: z.record(z.unknown()).describe("The provider's remaining facts, camelCase"),
		delivery: z
			.object({
				id: z
					.string()
					.optional()
					.describe("The provider's ID of this delivery; that of a report changes on redelivery"),
				attempt: z.number().int().describe('1 for the first delivery of the event'),
				receivedAt: timestamp.describe('When n8n received it'),
			})
			.describe('The delivery that brought the event'),
		verification: Verification,
		payload: z.unknown().describe("The provider's own JSON, untouched"),
	}),
	specversion: z.literal('1.0').describe('Version of CloudEvents'),
	id: z.string().min(1).describe('Equal for redeliveries of one event; the deduplication key'),
	source: z.string().min(1).describe('URI of the provider and tenant'),
	type: z
		.string()
		.min(1)
		.describe('For example com.tesouro.report.ready or com.tesouro.notification.LEDGER_TRANSACTION'),
	subject: z.string().optional().describe('The ID to look the report up by'),
	time: timestamp.describe('When it happened, RFC 3339, UTC'),
	datacontenttype: z.literal('application/json').describe('What data is'),
});

export type ReportEvent = z.infer<typeof ReportEvent>;
export type ReportFile = z.infer<typeof ReportFile>;
export type Signer = z.infer<typeof Signer>;
export type Verification = z.infer<typeof Verification>;
