/** The fields of the Tesouro credential with the signing secrets. */
export interface SigningCredential {
	signingSecret?: string;
	signingKeyId?: string;
	previousSigningSecret?: string;
	previousSigningKeyId?: string;
}

/** A secret that Tesouro may sign with. "Use it [x-tesouro-key-id] to select the matching shared secret" */
export interface SigningSecret {
	keyId?: string;
	/**
	 * The bytes of the text are the key of the HMAC, as in Tesouro's example: openssl dgst -sha512 -hmac "$SECRET".
	 */
	secret: string;
}

export interface SigningSecrets {
	/** All of them count at the same time. "Tesouro supports overlapping keys during rotation." */
	secrets: SigningSecret[];
	/** What is wrong with those that are filled in and do not count. */
	unusable: string[];
	/** That, and whatever else is wrong. */
	problems: string[];
}

/** Shorter ones can be guessed: 16 characters of hexadecimal digits are 64 bits. */
export const SECRET_LENGTH_AT_LEAST = 16;

/** The secrets of the credential, without the spaces and line ends that come along when one is pasted. */
export function readSigningSecrets(credential: SigningCredential): SigningSecrets {
	const given = [
		{ name: 'Signing Secret', secret: credential.signingSecret, keyId: credential.signingKeyId },
		{
			name: 'Previous Signing Secret',
			secret: credential.previousSigningSecret,
			keyId: credential.previousSigningKeyId,
		},
	].map(({ name, secret = '', keyId = '' }) => ({ name, secret: secret.trim(), keyId: keyId.trim() }));

	const secrets: SigningSecret[] = [];
	const unusable: string[] = [];
	const lonely: string[] = [];
	for (const { name, secret, keyId } of given) {
		if (secret === '') {
			if (keyId !== '') lonely.push(`${name} is empty, although its key ID is filled in. Paste the secret.`);
		} else if (secret.length < SECRET_LENGTH_AT_LEAST) {
			unusable.push(
				`${name} has fewer than ${SECRET_LENGTH_AT_LEAST} characters. Paste the whole secret as Tesouro gave it.`,
			);
		} else {
			secrets.push({ secret, ...(keyId !== '' && { keyId }) });
		}
	}
	return { secrets, unusable, problems: [...unusable, ...lonely] };
}
