import type { CredentialPart } from '../run/credentialParts';
import { isHeaderName, readTriggerTokens, type TriggerTokenCredential } from './triggerTokens';

/** The token of a credential, for its test. No one can be asked whether a token is right, so nothing is sent. */
export function tokenPart(credential: TriggerTokenCredential, inUrl: string): CredentialPart {
	const { tokens, headerName, problems } = readTriggerTokens(credential);
	const count = tokens.length === 1 ? 'one token' : 'two tokens';
	return {
		name: 'Webhook token',
		works:
			tokens.length === 0 || !isHeaderName(headerName)
				? []
				: [`${count}, expected ${inUrl} or in the header ${headerName}, as the trigger is set up.`],
		problems,
		neededFor: 'the trigger, if it verifies deliveries with a token',
	};
}
