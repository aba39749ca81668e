import { enums } from 'openpgp';
import type { SignatureForm } from './knobs.mts';
import type { Signing } from './signBytes.mts';
import type { State } from './state.mts';
import { signedForms } from './signedForms.mts';

/** A delivery, ready to be sent. */
export interface SignedDelivery {
	headers: Record<string, string>;
	body: Buffer;
}

/** What a form needs: `signed` and `carried` are the same text unless a knob wants the signature to be wrong. */
export interface SigningTask {
	/** The text that the signature is over. */
	signed: string;
	/** The text that travels. */
	carried: string;
	/** Whether `carried` is to differ from what the sender meant, and not only from what was signed. */
	intended: string;
	signing: Signing;
	/** The customer's public key, armoured, or a stranger's when the proof is to be for somebody else. */
	encryptTo?: string;
}

/** Sign a delivery in one of the forms that "verify the signature of webhook requests" may mean, as the knobs say. */
export async function signDelivery(state: State, text: string, form: SignatureForm): Promise<SignedDelivery> {
	if (!Object.hasOwn(signedForms, form)) throw new Error(`There is no signature form "${form}".`);
	const { signature, flipBodyByte } = state.knobs;
	const carried = flipBodyByte ? flipRequestId(text) : text;
	const task: SigningTask = {
		signed: signature === 'bad' ? text.replace('"requestId"', '"requestID"') : text,
		carried,
		intended: text,
		signing: {
			key: signature === 'wrong-key' ? state.strangersKey : state.signingKey,
			hash: signature === 'sha1' ? enums.hash.sha1 : enums.hash.sha512,
		},
		encryptTo: state.encryptTo,
	};
	return signedForms[signature === 'none' ? 'none' : form](task);
}

/** Another hex digit at the end of requestId: still a UUID, still valid JSON, no longer what was signed. */
function flipRequestId(text: string): string {
	return text.replace(/("requestId": "[^"]*)(.)"/, (_, before: string, digit: string) => {
		const other = (Number.parseInt(digit, 16) ^ 1).toString(16);
		return `${before}${other}"`;
	});
}
