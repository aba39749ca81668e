import type { IWebhookFunctions } from 'n8n-workflow';
import type { Delivery } from '../../shared/deliveries/delivery';
import type { Reading } from '../deliveries/reading';
import { tesouro } from '../facts';
import { authenticate } from './authenticate';
import { isSelected } from './isSelected';
import { parsePayload } from './payload';
import type { ReportReadyPolicy } from './policy';
import { readContent } from './readContent';
import { readProof } from './readProof';
import type { ReadProof } from './proof';
import { toReportEvent } from './toReportEvent';

/** A delivery that says that a report is ready: authenticate, parse, select, normalise. */
export async function readReportReady(
	context: IWebhookFunctions,
	delivery: Delivery,
	policy: ReportReadyPolicy,
): Promise<Reading> {
	// Proofs are read only where they decide.
	const proof: ReadProof =
		policy.authenticity === 'signature'
			? await readProof(delivery, policy)
			: { kind: 'absent', notes: [], content: await readContent(delivery) };
	const payload = parsePayload(proof.content);
	const { verdict, record } = await authenticate(proof, payload, policy, delivery.receivedAt);
	if (verdict.kind !== 'accepted') return verdict;
	if (payload.kind === 'malformed') return payload;
	if (!isSelected(context, payload, record)) return { kind: 'not selected' };
	const event = toReportEvent(payload, proof.content, {
		delivery,
		verification: verdict.verification,
		isBodyTrusted: proof.kind === 'valid',
		baseUrl: policy.api?.baseUrl ?? tesouro.hosts.production,
		...(record && { record }),
	});
	return { kind: 'event', event };
}
