import type { IExecuteFunctions } from 'n8n-workflow';
import { plainFileName } from '../../shared/files/fileNames';
import { abortable, peek, tap, type Bytes } from '../../shared/files/streams';
import type { PublicKey } from '../../shared/vendor/openpgp';
import { SNIFFED_BYTES, sniffContent, type Content } from './contentType';
import type { VerificationFacts } from '../facts';
import { remedyWhere } from '../doctor/foreignThing';
import { KIND_BYTES, noOpenPgpSignature, whyNotSigned } from '../doctor/refuse';
import { sentenceOf, type SignatureFault } from '../doctor/signatureReason';
import { undress } from '../doctor/undress';
import type { Doors } from '../engine/doors';
import { failureOf, Failure } from '../failure';
import { fileWork } from '../fileWork';
import { limitSize } from '../limitSize';
import type { Limits } from '../limits';
import { OpenPgpError } from '../openPgpError';
import { insideName } from './plainName';
import { keep, limitsFor, type Result, type Source } from './source';
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
export async function verifyBeside(
	source: Source,
	signature: Bytes,
	keys: PublicKey[],
	doors?: Doors,
): Promise<Verified> {
	let bytes = 0;
	const content = tap(source.bytes, (chunk) => {
		bytes += chunk.length;
	});
	const judgement = judge(await verifyDetached(content, await undressSignature(signature), keys, doors));
	return { form: 'detached', ...judgement, bytes, result: {} };
}

/** The content goes into the store, which keeps it only when the verdict at its end is that it is valid. */
export async function verifyInside(
	context: IExecuteFunctions,
	source: Source,
	keys: PublicKey[],
	wanted: Limits,
	doors?: Doors,
): Promise<Verified> {
	const limits = limitsFor(source, wanted);
	const { bytes: undressed, thing } = await undress(source.bytes);
	if (thing !== undefined) {
		const remedy = remedyWhere(thing, 'the signed file');
		return { form: 'inline', verdict: 'none', reason: `it is ${thing.what}`, remedy, bytes: 0, result: {} };
	}
	const { head: start, whole: message } = await peek(undressed, KIND_BYTES);
	const signed = await openSigned(message, keys, fileWork(limits), doors);
	if (signed === undefined) {
		return { form: 'inline', verdict: 'none', ...whyNotSigned(start), bytes: 0, result: {} };
	}

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
	insideName(inside) ?? (plainFileName(signedName).replace(/\.sig$/i, '') || 'file');

/** As the engine reads it; throws when it is not OpenPGP at all. */
async function undressSignature(source: Bytes): Promise<Bytes> {
	const { bytes, thing } = await undress(source);
	if (thing !== undefined) throw noOpenPgpSignature(thing);
	return bytes;
}

/** Why the file is not to be trusted. */
export function notValid({
	verdict,
	signer,
	reason,
	remedy,
	form,
}: Judgement & { form: string }): OpenPgpError {
	const who = signer?.userId ?? signer?.keyId ?? 'a stranger';
	const isInside = form !== 'detached';
	const kept = isInside ? '. Nothing of it was kept' : '';
	if (verdict === 'none' && reason !== undefined && remedy !== undefined) {
		return new OpenPgpError(`The file is not signed: ${reason}${kept}`, remedy);
	}
	if (reason !== undefined && remedy !== undefined) {
		const fault = verdict === 'invalid' ? 'wrong' : (verdict as SignatureFault);
		return new OpenPgpError(`${sentenceOf(who, { fault, reason, remedy })}${kept}`, remedy);
	}
	if (verdict === 'none') {
		return new OpenPgpError(
			`The file is not signed${kept}`,
			'Choose the field that holds the signed file. If it should be signed, ask the sender what they sent.',
		);
	}
	return new OpenPgpError(
		`The file is signed by the key ${who}, which is not among the public keys to check with${kept}`,
		'If the key is really the sender\'s, add it where this node takes its public keys from: "Public Keys", or "Provider\'s Public Keys" in the OpenPGP Key credential.',
	);
}
