import type { ReportEvent } from '../../shared/deliveries/reportEvent';
import type { Verdict } from '../../shared/deliveries/verdict';

/**
 * What a delivery turned out to be, whichever event the trigger listens to: refused, no JSON, not what the user chose,
 * or a report event.
 */
export type Reading =
	| Exclude<Verdict, { kind: 'accepted' }>
	| { kind: 'malformed' }
	| { kind: 'not selected' }
	| { kind: 'event'; event: ReportEvent };
