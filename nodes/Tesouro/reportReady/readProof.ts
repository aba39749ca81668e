import { untrustedWork } from '../../OpenPgp/messages/untrustedWork';
import type { Delivery } from '../../shared/deliveries/delivery';
import { tesouro } from '../facts';
import { readBodyProof } from './bodyProof';
import { readFieldProof } from './fieldProof';
import { readHeaderProofs } from './headerProof';
import { readMultipartProof } from './multipartProof';
import type { Proof, ProofRules, ReadProof, Sealed } from './proof';

/**
 * Looks for all forms of proof and joins what they say. Tesouro says that its deliveries are signed with OpenPGP, and not how
 * (providers differ: header or body, detached or inline), so every form that the words allow is looked for. Signatures come
 * first: what is encrypted to us is opened only where they decide nothing. Never throws for what a stranger sent.
 */
export async function readProof(delivery: Delivery, rules: ProofRules): Promise<ReadProof> {
	const work = untrustedWork(tesouro.deliveryBytesAtMost);
	const candidate = { delivery, rules, work };
	const found = [
		await readMultipartProof(candidate),
		await readBodyProof(candidate),
		...(await readHeaderProofs(candidate)),
		await readFieldProof(candidate),
	];
	const proofs = found.filter((one): one is Proof => one.kind !== 'sealed');
	for (const sealed of found.filter((one): one is Sealed => one.kind === 'sealed')) {
		if (decisive(proofs) !== undefined) break;
		proofs.push(await sealed.open());
	}
	const first = (kind: Proof['kind']) => proofs.find((proof) => proof.kind === kind);
	const late: Proof | undefined = work.isLate
		? { kind: 'late', reason: 'this n8n was too busy to look at all of it in time' }
		: undefined;
	const proof = decisive(proofs) ?? late ?? first('weak');
	if (proof !== undefined) return { content: delivery.body, ...proof };
	const notes = proofs.flatMap((one) => (one.kind === 'absent' ? one.notes : []));
	const content = proofs.flatMap((one) => ('content' in one && one.content) || [])[0];
	return { kind: 'absent', notes, content: content ?? delivery.body };
}

/** One that is wrong outweighs one that is right. */
function decisive(proofs: Proof[]): Proof | undefined {
	const first = (kind: Proof['kind']) => proofs.find((proof) => proof.kind === kind);
	return first('invalid') ?? first('ahead') ?? first('valid');
}
