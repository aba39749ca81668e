import { judgeUntrusted, openUntrusted, type Untrusted } from '../../OpenPgp/messages/openUntrusted';
import type { JudgedSignature } from '../../OpenPgp/engine/signatures';
import { tesouro } from '../facts';
import { absent, invalid, type Candidate, type Proof, type Sealed } from './proof';

/** What detached signatures over these exact bytes prove. */
export async function proveDetached(
	candidate: Candidate,
	content: Buffer,
	signatures: Buffer[],
	method: string,
): Promise<Proof> {
	const { delivery, rules, work } = candidate;
	const keys = rules.ring.verificationKeys;
	const judged = await judgeUntrusted(content, signatures, keys, delivery.receivedAt, work).catch(
		() => undefined,
	);
	if (judged === undefined || judged.length === 0) {
		return absent(`a signature (${method}) that cannot be read`);
	}
	return judge(candidate, judged, content, method);
}

type UntrustedMessage = Extract<Untrusted, { kind: 'message' }>;

/** What an OpenPGP message proves: signed, or encrypted to us, or both. `content` is what it holds. */
export async function proveMessage(
	candidate: Candidate,
	message: UntrustedMessage,
	method: string,
): Promise<Proof | Sealed> {
	const open = async () => await openMessage(candidate, message, method);
	if (!message.isEncrypted) return await open();
	// Without private keys there is nothing to open it with, and nothing to wait for.
	return candidate.rules.ring.decryptionKeys.length === 0
		? absent(`a message (${method}) that is encrypted, and no private key to open it with`)
		: { kind: 'sealed', open };
}

async function openMessage(candidate: Candidate, message: UntrustedMessage, method: string): Promise<Proof> {
	const { delivery, rules, work } = candidate;
	const opened = await openUntrusted(
		message,
		rules.ring,
		delivery.receivedAt,
		work,
		tesouro.deliveryBytesAtMost,
	).catch(() => undefined);
	if (opened === undefined) {
		return absent(
			`a message (${method}) that cannot be opened: damaged, unusual, not for us, or too much work`,
		);
	}
	const { content, signatures } = opened;
	if (signatures.length > 0) return judge(candidate, signatures, content, method);
	return message.isEncrypted
		? { kind: 'weak', method, content }
		: { ...absent(`an unsigned message (${method})`), content };
}

/** A proof, or what one turns out to be once it is open, as seen from where it stands. */
export const afterwards = (proof: Proof | Sealed, look: (opened: Proof) => Proof): Proof | Sealed =>
	proof.kind === 'sealed' ? { kind: 'sealed', open: async () => look(await proof.open()) } : look(proof);

/** The verdict over all signatures found: one that is wrong outweighs one that is right. */
export function judge(
	{ delivery, rules }: Candidate,
	signatures: JudgedSignature[],
	content: Buffer,
	method: string,
): Proof {
	const wrongs = signatures.filter(({ verdict }) => verdict === 'invalid');
	const wrong = wrongs.find((signature) => !isAhead(signature)) ?? wrongs[0];
	if (wrong !== undefined && isAhead(wrong)) {
		return {
			kind: 'ahead',
			reason: `the signature by key ${wrong.signer.keyId} was made ahead of our clock. Compare the clock of this n8n`,
		};
	}
	if (wrong !== undefined) {
		return invalid(
			`the signature by key ${wrong.signer.keyId} is wrong: ${wrong.reason ?? 'unknown reason'}`,
		);
	}
	const valid = signatures.find(({ verdict }) => verdict === 'valid');
	if (valid === undefined) {
		const signers = signatures.slice(0, 3).map(({ signer }) => signer.keyId);
		const note = `a signature (${method}) by key ${signers.join(', ')}, which is not among the provider's public keys of the credential`;
		return { ...absent(note), content };
	}
	const age = valid.createdAt && delivery.receivedAt.getTime() - valid.createdAt.getTime();
	if (age === undefined) return invalid('the signature does not say when it was made');
	if (rules.maxAgeMs !== undefined && age > rules.maxAgeMs) {
		return invalid(`the signature was made ${Math.round(age / 3_600_000)} hours ago, longer than allowed`);
	}
	return { kind: 'valid', method, content, signer: valid.signer };
}

/** openpgp says so only after the signature itself was found right. */
const isAhead = ({ reason }: JudgedSignature) => reason === 'Signature creation time is in the future';
