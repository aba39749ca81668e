import type { Key } from '../../shared/vendor/openpgp';

/** The last 16 digits of the fingerprint, as gpg shows a key ID. */
export const shortName = (key: Key) => key.getKeyID().toHex().toUpperCase();
