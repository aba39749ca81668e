import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { tokenPart } from '../../shared/deliveries/tokenPart';
import { attempt } from '../../shared/http/attempt';
import { asHttpContext } from '../../shared/http/olderHelper';
import { judgeParts, type CredentialPart } from '../../shared/run/credentialParts';
import { inSentences, RemedyError } from '../../shared/run/remedyError';
import type { TriggerTokenCredential } from '../../shared/deliveries/triggerTokens';
import { z } from '../../shared/vendor/zod';
import { reportFlow } from '../facts';
import { apiBaseUrl, type ReportFlowCredential } from './credential';
import { quick } from './patience';
import { readAnswer, send, type Answer, type HttpContext } from './send';
import { messageOf, statusError } from './statusErrors';
import { keyHeaders } from './transport';

/** The credential test, part by part: asks ReportFlow for a design that it does not have, and reads the token. */
export async function reportFlowApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	const fields = (credential.data ?? {}) as unknown as ReportFlowCredential & TriggerTokenCredential;
	return judgeParts([
		await apiPart(asHttpContext(this), fields),
		tokenPart(fields, 'at the end of the webhook URL'),
	]);
}

async function apiPart(context: HttpContext, fields: ReportFlowCredential): Promise<CredentialPart> {
	const part = { name: 'API', neededFor: 'PDFs, and confirming deliveries' };
	if (Object.keys(keyHeaders(fields)).length === 0) return { ...part, works: [], problems: [] };
	const failure = await attempt(async () => await askForNothing(context, fields));
	return failure instanceof RemedyError
		? { ...part, works: [], problems: [inSentences(failure.message, failure.remedy)] }
		: { ...part, works: ['ReportFlow accepts the keys.'], problems: [] };
}

/** An ID that no design has: that answer means the credential was accepted. */
const NO_DESIGN = '00000000-0000-0000-0000-000000000000';
/** "{ statusCode, message, error }": only the API answers like this. */
const Problem = z.object({ statusCode: z.number() });

async function askForNothing(context: HttpContext, fields: ReportFlowCredential): Promise<void> {
	const baseUrl = apiBaseUrl(fields);
	const open = await send(context, {
		method: 'GET',
		url: `${baseUrl}${reportFlow.paths.designParameter}/${NO_DESIGN}`,
		headers: keyHeaders(fields),
		timeout: quick.timeoutMs,
	});
	const answer = await readAnswer(open, new URL(baseUrl).host);
	if (!isNoSuchDesign(answer)) throw statusError(answer, 'lookUp');
}

const isNoSuchDesign = (answer: Answer) =>
	(answer.status === 404 || answer.status === 400) &&
	Problem.safeParse(answer.body).success &&
	!/^Cannot GET \//.test(messageOf(answer));
