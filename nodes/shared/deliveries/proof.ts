import type { Delivery } from './delivery';
import type { Refusal } from './verdict';

/** What a delivery proves on its own, before an API is asked about it: it is refused, or it may go on. */
export type Proof<Facts = object> = Refusal | PassedProof<Facts>;

export type PassedProof<Facts = object> = Facts & {
	kind: 'passed';
	delivery: Delivery;
	/** The bytes to read the payload from: the body, or what was signed inside of it. */
	content: Buffer;
	/** Whether something proves the whole content. Otherwise it is a stranger's word, and an API must confirm it. */
	isTrusted: boolean;
};

/** Taking JSON apart costs far more than receiving it: of a delivery without proof, this is read at most. Our choice. */
export const STRANGER_BYTES_AT_MOST = 1024 * 1024;

/** Refuses what is too large to be read for a stranger. */
export function withinBounds<Facts>(proof: PassedProof<Facts>): Proof<Facts> {
	if (proof.isTrusted || proof.content.length <= STRANGER_BYTES_AT_MOST) return proof;
	return {
		kind: 'too large',
		reason: `it has ${proof.content.length} bytes, and more than ${STRANGER_BYTES_AT_MOST} are read only if a token or the source address proves the delivery. Choose one under "Verify Deliveries With"`,
	};
}
