import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { readKeyRing } from '../../OpenPgp/keys/keys';
import { hasClient, type TesouroCredential } from '../api/credential';
import { connect, type TesouroApi } from '../api/transport';
import { hasCredential, listOf, type PolicyProblem } from '../../shared/deliveries/policy';
import { maxAgeMs } from '../deliveries/signatureAge';
import { tesouro } from '../facts';
import type { ProofRules } from './proof';

/** How the user chose that report-ready deliveries are authenticated, with everything that needs. */
export interface ReportReadyPolicy extends ProofRules {
	event: 'reportReady';
	authenticity: 'signature' | 'api' | 'none';
	api?: TesouroApi;
	/** The presenters whose reports start the workflow, in small letters; empty for all. */
	presenterIds: readonly string[];
	/** Whether Tesouro is asked about deliveries that are signed, too: it may sign for other customers with the same key. */
	confirmsRecords: boolean;
}

type Context = IWebhookFunctions | IHookFunctions;

/** The node's parameters and credentials as a policy. Throws when a credential cannot be read. */
export async function policyOf(context: Context): Promise<ReportReadyPolicy> {
	const authenticity = context.getNodeParameter('authenticity') as ReportReadyPolicy['authenticity'];
	const names = listOf(context.getNodeParameter('options.signatureHeaders', ''));
	const age: unknown = context.getNodeParameter('options.signatureAge', tesouro.signatureAgeHours);

	// A credential that the chosen authenticity does not show may still hang on the node; n8n would refuse to read it.
	const credential =
		authenticity !== 'none' && hasCredential(context, 'tesouroApi')
			? await context.getCredentials<TesouroCredential & object>('tesouroApi')
			: undefined;
	return {
		event: 'reportReady',
		authenticity,
		ring: await readKeyRing(authenticity === 'signature' ? (credential ?? {}) : {}),
		...(credential && hasClient(credential) && { api: connect(context, credential) }),
		signatureHeaders: names.length > 0 ? names : tesouro.signatureHeaders,
		presenterIds: listOf(context.getNodeParameter('options.presenterIds', '')).map((id) => id.toLowerCase()),
		confirmsRecords: context.getNodeParameter('options.confirmRecord', false) === true,
		maxAgeMs: maxAgeMs(age, tesouro.signatureAgeHours, 60 * 60 * 1000),
	};
}

/** What keeps the trigger from telling genuine deliveries from forged ones; undefined when it can. */
export function problemOf(policy: ReportReadyPolicy): PolicyProblem | undefined {
	const remedy = remedyFor(policy);
	if (remedy === undefined) return undefined;
	return { message: 'The trigger cannot tell genuine deliveries from forged ones', remedy };
}

/** What keeps the trigger from being published: that, and a key that cannot be used beside one that can. */
export function publicationProblemOf(policy: ReportReadyPolicy): PolicyProblem | undefined {
	const problem = problemOf(policy);
	if (problem !== undefined || policy.authenticity !== 'signature') return problem;
	const { problems } = policy.ring;
	if (problems.length === 0) return undefined;
	return { message: 'A key of the credential cannot be used', remedy: problems.join(' ') };
}

function remedyFor({ authenticity, ring, api }: ReportReadyPolicy): string | undefined {
	if (authenticity === 'none') return undefined;
	if (authenticity === 'api') {
		return api === undefined
			? 'Deliveries must be confirmed with the Tesouro API, but the Tesouro credential is missing or has no client ID and secret. Fill them in, and choose it here.'
			: undefined;
	}
	if (ring.verificationKeys.length === 0) {
		return [
			'Deliveries must be signed, but there is no key to check the signature with. Paste Tesouro\'s public key into "Provider\'s Public Keys" of the Tesouro credential and choose it here, or confirm deliveries with the Tesouro API.',
			...ring.problems,
		].join(' ');
	}
	return undefined;
}
