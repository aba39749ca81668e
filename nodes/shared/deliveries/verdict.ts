import type { Verification } from './reportEvent';

/** A delivery that goes no further. `reason` is for the owner of the trigger, never for the sender. */
export interface Refusal {
	/**
	 * `rejected` answers 401, `undecided` 503, so the provider sends it again, and `too large` 413. `busy` answers 503,
	 * too: nothing is known of the delivery, because strangers have used up what may be asked.
	 */
	kind: 'rejected' | 'undecided' | 'busy' | 'too large';
	reason: string;
}

/** What verification says of a delivery. Only `accepted` deliveries go on. */
export type Verdict = { kind: 'accepted'; verification: Verification } | Refusal;

/** A delivery that is answered with 200 and starts nothing. */
export interface Acknowledgement {
	kind: 'not selected' | 'redelivery';
}

/** The verdict with what the provider's API said, where it was asked. */
export type Authentication<Confirmed = undefined> =
	{ kind: 'accepted'; verification: Verification; confirmed?: Confirmed } | Refusal | Acknowledgement;

export const rejected = (reason: string): Refusal => ({ kind: 'rejected', reason });
export const undecided = (reason: string): Refusal => ({ kind: 'undecided', reason });
export const accepted = (verification: Verification): { kind: 'accepted'; verification: Verification } => ({
	kind: 'accepted',
	verification,
});
