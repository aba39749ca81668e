import { createHash } from 'crypto';
import type { Delivery } from '../../shared/deliveries/delivery';
import type { ReportEvent, Verification } from '../../shared/deliveries/reportEvent';
import { tesouro } from '../facts';

/** What every report event says of the delivery that brought it. */
export interface Circumstances {
	delivery: Pick<Delivery, 'receivedAt'>;
	verification: Verification;
	/** The API that the delivery belongs to; the first part of `source`. */
	baseUrl: string;
}

/** Authentic, but of an undocumented shape: emitted with its payload, so nothing genuine is lost. */
export function unrecognisedEvent(
	raw: unknown,
	id: string,
	{ delivery, verification, baseUrl }: Circumstances,
): ReportEvent {
	return {
		specversion: '1.0',
		id,
		source: baseUrl,
		type: tesouro.unrecognisedType,
		time: delivery.receivedAt.toISOString(),
		datacontenttype: 'application/json',
		data: {
			provider: 'tesouro',
			files: [],
			details: {},
			delivery: { attempt: 1, receivedAt: delivery.receivedAt.toISOString() },
			verification,
			payload: raw,
		},
	};
}

/** An id from the content alone, without what changes from one attempt to the next. */
export function contentId(raw: unknown, content: Buffer, perAttempt: ReadonlySet<string>): string {
	const isObject = typeof raw === 'object' && raw !== null && !Array.isArray(raw);
	const lasting = isObject
		? JSON.stringify(Object.entries(raw).filter(([name]) => !perAttempt.has(name)))
		: content;
	return createHash('sha256').update(lasting).digest('hex');
}
