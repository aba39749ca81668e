import type { IExecuteFunctions } from 'n8n-workflow';
import { tap } from '../../shared/files/streams';
import { SigningFacts } from '../facts';
import type { SigningKey } from '../keys/keyChoice';
import { signStream, type SigningWish } from '../messages/sign';
import { keep, type Result, type Source } from './source';

/** Signs a file or text as a stream. The result is the signature, or the message that contains the content as well. */
export async function signSource(
	context: IExecuteFunctions,
	source: Source,
	signer: SigningKey,
	{ armored, form, fileName }: Omit<SigningWish, 'signer'>,
): Promise<{ result: Result; facts: SigningFacts }> {
	const start = Date.now();
	let inputBytes = 0;
	const counted = tap(source.bytes, (chunk) => {
		inputBytes += chunk.length;
	});
	const signed = await signStream(counted, {
		signer: signer.key,
		armored,
		form,
		...(!source.isText && { fileName: source.fileName }),
	});
	const content = {
		fileName: fileName ?? `${source.fileName}.${endingOf(form, armored)}`,
		mediaType: form === 'detached' ? 'application/pgp-signature' : 'application/pgp-encrypted',
	};
	const result = await keep(context, source, signed, content);
	const facts = {
		form,
		...content,
		inputBytes,
		bytes: result.bytes,
		sha256: result.sha256,
		armored,
		signer: signer.facts,
		durationMs: Date.now() - start,
	};
	return { result, facts };
}

const endingOf = (form: SigningWish['form'], isTextual: boolean) =>
	isTextual ? 'asc' : form === 'detached' ? 'sig' : 'gpg';
