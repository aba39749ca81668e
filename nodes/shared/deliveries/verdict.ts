import type { Verification } from './reportEvent';

/**
 * What verification says of a delivery. Only `accepted` deliveries go on; `rejected` answers 401 and `undecided` 503,
 * so that the provider sends it again. `reason` is for the administrator's log, never for the sender.
 */
export type Verdict =
	| { kind: 'accepted'; verification: Verification }
	| { kind: 'rejected'; reason: string }
	| { kind: 'undecided'; reason: string };

export const rejected = (reason: string): Verdict => ({ kind: 'rejected', reason });
export const undecided = (reason: string): Verdict => ({ kind: 'undecided', reason });
export const accepted = (verification: Verification): Verdict => ({ kind: 'accepted', verification });
