import type { KeyRing } from '../../OpenPgp/keys/keys';
import type { Delivery } from '../../shared/deliveries/delivery';
import type { Signer } from '../../shared/deliveries/reportEvent';
import { readBodyProof } from './bodyProof';
import { readFieldProof } from './fieldProof';
import { readHeaderProofs } from './headerProof';
import { readMultipartProof } from './multipartProof';

/**
 * What a delivery carries to prove where it comes from. Tesouro says that its deliveries are signed with OpenPGP, and not
 * how (providers differ: header or body, detached or inline), so every form that the words allow is looked for:
 *
 * - `valid`: an OpenPGP signature by one of the provider's keys. `content` is what was signed, and only that is read.
 * - `weak`: something encrypted to our public key matches the delivery. Anybody who has that key can make it.
 * - `ahead`: a signature that is right, and made at a time that our clock has not reached: one of the clocks is wrong.
 * - `invalid`: a proof that is there and wrong. It outweighs every other.
 * - `absent`: nothing that could be checked; `notes` say what was seen. `content` is there when the body is a message
 *   that could be read, for whoever authenticates the delivery in another way.
 */
export type Proof =
	| { kind: 'valid'; method: string; content: Buffer; signer: Signer }
	| { kind: 'weak'; method: string; content: Buffer }
	| { kind: 'ahead'; reason: string }
	| { kind: 'invalid'; reason: string }
	| { kind: 'absent'; notes: string[]; content?: Buffer };

export interface ProofRules {
	ring: KeyRing;
	/** Names of headers that may hold the signature. */
	signatureHeaders: readonly string[];
	/** How old a signature may be, in milliseconds; undefined for any age. */
	maxAgeMs?: number;
}

/** A proof together with the bytes to read the payload from: what was signed, or else the body as it came. */
export type ReadProof = Proof & { content: Buffer };

/** Looks for all forms of proof and joins what they say. Never throws for what a stranger sent. */
export async function readProof(delivery: Delivery, rules: ProofRules): Promise<ReadProof> {
	const proofs = [
		await readMultipartProof(delivery, rules),
		await readBodyProof(delivery, rules),
		...(await readHeaderProofs(delivery, rules)),
		await readFieldProof(delivery, rules),
	];
	const first = (kind: Proof['kind']) => proofs.find((proof) => proof.kind === kind);
	const found = first('invalid') ?? first('ahead') ?? first('valid') ?? first('weak');
	if (found !== undefined) return { content: delivery.body, ...found };
	const notes = proofs.flatMap((proof) => (proof.kind === 'absent' ? proof.notes : []));
	const readable = proofs.find((proof) => proof.kind === 'absent' && proof.content !== undefined);
	const content = readable && 'content' in readable ? readable.content : undefined;
	return { kind: 'absent', notes, content: content ?? delivery.body };
}

export const absent = (...notes: string[]): Extract<Proof, { kind: 'absent' }> => ({ kind: 'absent', notes });
export const invalid = (reason: string): Proof => ({ kind: 'invalid', reason });
