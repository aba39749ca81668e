import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { keyParts } from '../../OpenPgp/keys/keyParts';
import { attempt } from '../../shared/http/attempt';
import { asHttpContext } from '../../shared/http/olderHelper';
import { judgeParts, type CredentialPart } from '../../shared/run/credentialParts';
import { inSentences, RemedyError } from '../../shared/run/remedyError';
import { z } from '../../shared/vendor/zod';
import { probe } from '../reports/documents';
import { signingPart } from '../notifications/signingPart';
import type { TesouroCredential } from './credential';
import { quick } from './patience';
import type { HttpContext } from './send';
import { connect } from './transport';

/** The credential test, part by part: asks Tesouro for a token and one answer, and reads the keys and secrets. */
export async function tesouroApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	const fields = (credential.data ?? {}) as unknown as TesouroCredential;
	const context = asHttpContext(this);
	return judgeParts([
		await apiPart(context, fields),
		...(await keyParts(fields, 'Tesouro')),
		signingPart(fields),
	]);
}

const Probe = z.object({ __typename: z.string() });

async function apiPart(context: HttpContext, fields: TesouroCredential): Promise<CredentialPart> {
	const part = { name: 'API', neededFor: 'reports, subscriptions, and confirming deliveries' };
	if (!fields.clientId?.trim() && !fields.clientSecret?.trim()) return { ...part, works: [], problems: [] };
	const answer = await attempt(async () => await connect(context, fields, quick).query(probe, {}, Probe));
	return answer instanceof RemedyError
		? { ...part, works: [], problems: [inSentences(answer.message, answer.remedy)] }
		: { ...part, works: ['Tesouro accepts the client ID and secret.'], problems: [] };
}
