import { enums, type Key, type Subkey } from '../../shared/vendor/openpgp';

export type Purpose = 'encrypt' | 'sign' | 'open';

const rsaSign = enums.publicKey.rsaSign;
const signers = new Set<number>([
	enums.publicKey.rsaEncryptSign,
	rsaSign,
	enums.publicKey.dsa,
	enums.publicKey.ecdsa,
	enums.publicKey.eddsaLegacy,
	enums.publicKey.ed25519,
	enums.publicKey.ed448,
]);
const encrypters = new Set<number>([
	enums.publicKey.rsaEncryptSign,
	enums.publicKey.rsaEncrypt,
	enums.publicKey.elgamal,
	enums.publicKey.ecdh,
	enums.publicKey.x25519,
	enums.publicKey.x448,
]);

export function isAble(one: Key | Subkey, purpose: Purpose): boolean {
	const { algorithm } = one.keyPacket as unknown as { algorithm: number };
	return (purpose === 'sign' ? signers : encrypters).has(algorithm);
}

const RSA_BITS = 2047;

/** Algorithms that are not accepted any more, whatever the flags say. */
export function weaknessOf(one: Key | Subkey): string | undefined {
	const { algorithm, bits } = one.getAlgorithmInfo();
	if (algorithm === 'dsa') return 'it is a DSA key, which is out of use';
	if (algorithm === 'elgamal') return 'it is an ElGamal key, which is out of use';
	if (algorithm.startsWith('rsa') && bits !== undefined && bits < RSA_BITS) {
		return `it is an RSA key of ${bits} bits, which is too short`;
	}
	return undefined;
}
