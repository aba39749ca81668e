import type { CredentialPart } from '../../shared/run/credentialParts';
import { readSigningSecrets, type SigningCredential, type SigningSecret } from './signingSecrets';

/** The signing secrets of a credential, for its test. No one can be asked whether a secret is right: nothing is sent. */
export function signingPart(credential: SigningCredential): CredentialPart {
	const { secrets, problems } = readSigningSecrets(credential);
	const [one, other] = secrets;
	const isTwice = one !== undefined && one.secret === other?.secret;
	const works =
		one === undefined
			? []
			: [`${secrets.map(describe).join(' and ')}. The first delivery shows whether Tesouro signs with it.`];
	return {
		name: 'Notifications',
		works,
		problems: isTwice
			? [...problems, 'Both secrets are the same. Remove one, or paste the other one.']
			: problems,
		neededFor: 'notifications, to verify their signature',
	};
}

const describe = ({ secret, keyId }: SigningSecret) =>
	`${keyId === undefined ? 'a secret without key ID' : `the secret ${keyId}`} (${secret.length} characters)`;
