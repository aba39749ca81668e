import type { Key } from '../../shared/vendor/openpgp';
import type { Signer } from '../../shared/deliveries/reportEvent';

/** Who signed, told by the certificate that holds the signing key. */
export function describeSigner(keyId: string, certificate: Key | undefined): Signer {
	const [userId] = certificate?.getUserIDs() ?? [];
	return {
		keyId: keyId.toUpperCase(),
		...(certificate && { fingerprint: certificate.getFingerprint().toUpperCase() }),
		...(userId !== undefined && { userId }),
	};
}
