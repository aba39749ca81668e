import type { Key, SignaturePacket } from '../../shared/vendor/openpgp';
import { failureOf, Failure } from '../failure';
import { keyConfig } from '../openPgpConfig';

/** What the library knows of a key beyond its public types; a test keeps watch over it. */
interface WithSelfSignature {
	getPrimarySelfSignature(
		date: Date | null,
		userId: undefined,
		config: object,
	): Promise<SignaturePacket & { keyFlags: Uint8Array | null; features: Uint8Array | null }>;
}

/** The latest by which the key speaks for itself; undefined when none is valid. */
export async function primarySelfSignature(key: Key) {
	const found = await (key as Key & WithSelfSignature)
		.getPrimarySelfSignature(null, undefined, keyConfig)
		.catch(failureOf);
	return found instanceof Failure ? undefined : found;
}
