import type { Work } from '../../OpenPgp/engine/work';
import type { KeyRing } from '../../OpenPgp/keys/keys';
import type { Delivery } from '../../shared/deliveries/delivery';
import type { Signer } from '../../shared/deliveries/reportEvent';

/**
 * What a delivery carries to prove where it comes from:
 *
 * - `valid`: an OpenPGP signature by one of the provider's keys. `content` is what was signed, and only that is read.
 * - `weak`: something encrypted to our public key matches the delivery. Anybody who has that key can make it.
 * - `ahead`: a signature that is right, and made at a time that our clock has not reached: one of the clocks is wrong.
 * - `late`: this n8n was too busy to look at everything in time.
 * - `invalid`: a proof that is there and wrong. It outweighs every other.
 * - `absent`: nothing that could be checked; `notes` say what was seen. `content` is there when the body is a message
 *   that could be read, for other ways to authenticate the delivery.
 */
export type Proof =
	| { kind: 'valid'; method: string; content: Buffer; signer: Signer }
	| { kind: 'weak'; method: string; content: Buffer }
	| { kind: 'ahead'; reason: string }
	| { kind: 'late'; reason: string }
	| { kind: 'invalid'; reason: string }
	| { kind: 'absent'; notes: string[]; content?: Buffer };

/** A proof that is encrypted to us: opening it is work with a private key. */
export interface Sealed {
	kind: 'sealed';
	open(): Promise<Proof>;
}

export interface ProofRules {
	ring: KeyRing;
	/** Names of headers that may hold the signature. */
	signatureHeaders: readonly string[];
	/** How old a signature may be, in milliseconds; undefined for any age. */
	maxAgeMs?: number;
}

/** A delivery that is looked at, with the one budget for everything that it carries. */
export interface Candidate {
	delivery: Delivery;
	rules: ProofRules;
	work: Work;
}

/** A proof together with the bytes to read the payload from: what was signed, or else the body as it came. */
export type ReadProof = Proof & { content: Buffer };

export const absent = (...notes: string[]): Extract<Proof, { kind: 'absent' }> => ({ kind: 'absent', notes });
export const invalid = (reason: string): Proof => ({ kind: 'invalid', reason });
