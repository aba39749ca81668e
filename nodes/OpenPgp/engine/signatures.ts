import {
	enums,
	type DecryptMessageResult,
	type PublicKey,
	type SignaturePacket,
} from '../../shared/vendor/openpgp';
import type { Signer } from '../../shared/deliveries/reportEvent';
import { describeSigner } from '../keys/describeSigner';

type VerificationResult = DecryptMessageResult['signatures'][number];

/** The judgement of one signature. `reason` is for people, and only present when it is invalid. */
export interface JudgedSignature {
	verdict: 'valid' | 'invalid' | 'unknown signer';
	signer: Signer;
	createdAt?: Date;
	/** For example `rsaEncryptSign` and `sha512`; only present when it is valid. */
	algorithm?: string;
	hash?: string;
	reason?: string;
}

/** Waits for the verdicts of all signatures of a message that has been read to its end. Never throws. */
export async function readSignatures(
	results: VerificationResult[],
	verificationKeys: PublicKey[],
): Promise<JudgedSignature[]> {
	return await Promise.all(results.map(async (result) => await judgeSignature(result, verificationKeys)));
}

async function judgeSignature(
	{ keyID, verified, signature }: VerificationResult,
	verificationKeys: PublicKey[],
): Promise<JudgedSignature> {
	const certificate = verificationKeys.find((key) => key.getKeys(keyID).length > 0);
	const signer = describeSigner(keyID.toHex(), certificate);
	if (certificate === undefined) return { verdict: 'unknown signer', signer };
	try {
		await verified;
		const [packet] = (await signature).packets;
		return { verdict: 'valid', signer, ...(packet && factsOf(packet)) };
	} catch (error) {
		return { verdict: 'invalid', signer, reason: error instanceof Error ? error.message : String(error) };
	}
}

function factsOf({ created, publicKeyAlgorithm, hashAlgorithm }: SignaturePacket) {
	return {
		...(created && { createdAt: created }),
		...(publicKeyAlgorithm !== null && { algorithm: enums.read(enums.publicKey, publicKeyAlgorithm) }),
		...(hashAlgorithm !== null && { hash: enums.read(enums.hash, hashAlgorithm) }),
	};
}
