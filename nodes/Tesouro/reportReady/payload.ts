import { parseJson } from '../../shared/deliveries/payload';
import type { PassedProof } from '../../shared/deliveries/proof';
import { z } from '../../shared/vendor/zod';

/** A field that we can do without: one odd value must not make the whole delivery unrecognisable. */
const text = z.string().optional().catch(undefined);

/** The body of a report-ready delivery (seed, "Webhook Configuration"). Only what we cannot do without is required. */
export const ReportReadyPayload = z
	.object({
		requestId: z
			.string()
			.min(1)
			.describe('The Id first generated when the request for the report was submitted'),
		deliveryId: text.describe('The Id of this attempt to call the webhook endpoint'),
		presenterId: text.describe('The presenterId that initiated the request'),
		fileUrl: z.string().min(1).describe('The URL to the downloadable file'),
		createDateTimeUtc: text.describe('The time that the report was created'),
		expireDateTimeUtc: text.describe('The time that the report will expire'),
		deliveryDateTimeUtc: text.describe('The time that the webhook is called'),
		numberOfAttempts: z.coerce
			.number()
			.int()
			.positive()
			.optional()
			.catch(undefined)
			.describe('Number of attempts so far'),
	})
	.passthrough();
export type ReportReadyPayload = z.infer<typeof ReportReadyPayload>;

export type Payload =
	| { kind: 'report ready'; report: ReportReadyPayload; raw: unknown }
	| { kind: 'unrecognised'; raw: unknown }
	| { kind: 'malformed' };

/** The step `parse`. */
export const parse = ({ content }: PassedProof): Payload => parsePayload(content);

/** JSON of the documented shape, JSON of another shape (emitted anyway once it is authentic), or no JSON. */
export function parsePayload(content: Uint8Array): Payload {
	const json = parseJson(content);
	if (json === undefined) return { kind: 'malformed' };
	const report = ReportReadyPayload.safeParse(json.value);
	return report.success
		? { kind: 'report ready', report: report.data, raw: json.value }
		: { kind: 'unrecognised', raw: json.value };
}
