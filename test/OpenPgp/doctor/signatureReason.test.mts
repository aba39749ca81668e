import { explainSignature } from '../../../nodes/OpenPgp/doctor/signatureReason';

/** As OpenPGP.js 6 words them. */
it.each([
	['Insecure message hash algorithm: SHA1', 'not accepted', 'sha256'],
	['dsa keys are considered too weak.', 'not accepted', 'strongKey'],
	['RSA keys shorter than 2047 bits are considered too weak.', 'not accepted', 'strongKey'],
	['Primary key is expired', 'not accepted', 'currentKey'],
	['Primary key is revoked', 'not accepted', 'currentKey'],
	['Signature is expired', 'not accepted', undefined],
	['Signed digest did not match', 'wrong', undefined],
	['something unheard of', 'wrong', undefined],
])('%s: the signature is %s, and the sender is asked for %s', (reason, fault, ask) => {
	const explained = explainSignature(reason);
	expect({ fault: explained.fault, ask: explained.ask }).toEqual({ fault, ask });
	expect(explained.remedy).toMatch(/\.$/);
});
