import type { IExecuteFunctions } from 'n8n-workflow';
import { plainFileName, safeFileName } from '../../shared/files/fileNames';
import { abortable, peek, tap, type Bytes } from '../../shared/files/streams';
import type { PublicKey } from '../../shared/vendor/openpgp';
import { SNIFFED_BYTES, sniffContent, type Content } from './contentType';
import type { VerificationFacts } from '../facts';
import { failureOf, Failure } from '../failure';
import { fileWork, limitSize, type Limits } from '../limits';
import { OpenPgpError } from '../openPgpError';
import { keep, type Result, type Source } from './source';
import { judge, openSigned, type Judgement } from '../messages/verify';
import { verifyDetached } from '../messages/verifyDetached';

export interface Verified extends Judgement {
	form: VerificationFacts['form'];
	fileName?: string;
	/** Size of the content that was checked. */
	bytes: number;
	result: Partial<Result>;
}

/** Checks a signature beside its content, which stays where it is. */
export async function verifyBeside(source: Source, signature: Bytes, keys: PublicKey[]): Promise<Verified> {
	let bytes = 0;
	const content = tap(source.bytes, (chunk) => {
		bytes += chunk.length;
	});
	const judgement = judge(await verifyDetached(content, signature, keys));
	return { form: 'detached', ...judgement, bytes, result: {} };
}

/** The content goes into the store, which keeps it only when the verdict at its end is that it is valid. */
export async function verifyInside(
	context: IExecuteFunctions,
	source: Source,
	keys: PublicKey[],
	limits: Limits,
): Promise<Verified> {
	const signed = await openSigned(source.bytes, keys, fileWork(limits));
	if (signed === undefined) return { form: 'inline', verdict: 'none', bytes: 0, result: {} };

	const seen: { judgement?: Judgement; bytes: number } = { bytes: 0 };
	async function* untilJudged(content: Bytes) {
		for await (const chunk of content) {
			seen.bytes += chunk.length;
			yield chunk;
		}
		seen.judgement = await signed!.judgement();
		if (seen.judgement.verdict !== 'valid') throw notValid({ ...seen.judgement, form: signed!.form });
	}
	const plaintext = abortable(limitSize(signed.content, limits), context.getExecutionCancelSignal());
	const release = async () => {
		const { head, whole } = await peek(untilJudged(plaintext), SNIFFED_BYTES);
		const content = sniffContent(head, contentName(signed.fileName, source.fileName));
		return { ...content, ...(await keep(context, source, whole, content)) };
	};
	const kept: (Content & Result) | Failure = await release().catch(failureOf);
	const { judgement, bytes } = seen;
	if (kept instanceof Failure) {
		if (judgement === undefined || judgement.verdict === 'valid') throw kept.cause;
		return { form: signed.form, ...judgement, bytes, result: {} };
	}
	return { form: signed.form, ...judgement!, fileName: kept.fileName, bytes, result: kept };
}

/** The name that the signer put in, else the one of the signed file without what signing added. */
const contentName = (inside: string, signedName: string) =>
	safeFileName(inside) ?? (plainFileName(signedName).replace(/\.sig$/i, '') || 'file');

/** Why the file is not to be trusted. */
export function notValid({ verdict, signer, reason, form }: Judgement & { form: string }): OpenPgpError {
	const who = signer?.userId ?? signer?.keyId ?? 'a stranger';
	const isInside = form !== 'detached';
	const kept = isInside ? '. Nothing of it was kept' : '';
	if (verdict === 'invalid') {
		return new OpenPgpError(
			`The signature by ${who} is wrong: ${reason}${kept}`,
			'Do not use the file. Ask the sender whether he made it, and for a new one.',
		);
	}
	if (verdict === 'none') {
		return new OpenPgpError(
			`The file is not signed${kept}`,
			'Choose the field that holds the signed file. If it should be signed, ask the sender what he sent.',
		);
	}
	return new OpenPgpError(
		`The file is signed by the key ${who}, which is not among the public keys to check with${kept}`,
		"If the key is really the sender's, add it to these public keys.",
	);
}
