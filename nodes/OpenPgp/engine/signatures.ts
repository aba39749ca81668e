import type { DecryptMessageResult, PublicKey } from '../../shared/vendor/openpgp';
import type { Signer } from '../../shared/reportEvent';
import { describeSigner } from '../keys/keys';

type VerificationResult = DecryptMessageResult['signatures'][number];

/** What can be said of one signature. `reason` is for people and only there when it is invalid. */
export interface JudgedSignature {
	verdict: 'valid' | 'invalid' | 'unknown signer';
	signer: Signer;
	createdAt?: Date;
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
		const createdAt = (await signature).packets[0]?.created;
		return { verdict: 'valid', signer, ...(createdAt && { createdAt }) };
	} catch (error) {
		return { verdict: 'invalid', signer, reason: error instanceof Error ? error.message : String(error) };
	}
}
