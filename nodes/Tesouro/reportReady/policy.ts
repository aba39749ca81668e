import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { readKeyRing } from '../../OpenPgp/keys/keys';
import { hasClient, type TesouroCredential } from '../api/credential';
import { connect, type TesouroApi } from '../api/transport';
import type { PolicyProblem } from '../deliveries/policy';
import { maxAgeMs } from '../deliveries/signatureAge';
import { tesouro } from '../facts';
import type { ProofRules } from './proof';

/** How the user chose that report-ready deliveries are authenticated, with everything that needs. */
export interface ReportReadyPolicy extends ProofRules {
	event: 'reportReady';
	authenticity: 'signature' | 'api' | 'none';
	api?: TesouroApi;
}

type Context = IWebhookFunctions | IHookFunctions;

/** The node's parameters and credentials as a policy. Throws when a credential cannot be read. */
export async function readReportReadyPolicy(context: Context): Promise<ReportReadyPolicy> {
	const authenticity = context.getNodeParameter('authenticity') as ReportReadyPolicy['authenticity'];
	const headers = context.getNodeParameter('options.signatureHeaders', '') as string;
	const age: unknown = context.getNodeParameter('options.signatureAge', tesouro.signatureAgeHours);

	// A credential that the chosen authenticity does not show may still hang on the node; n8n would refuse to read it.
	const credential =
		authenticity !== 'none' && has(context, 'tesouroApi')
			? await context.getCredentials<TesouroCredential & object>('tesouroApi')
			: undefined;
	const names = headers
		.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '');
	return {
		event: 'reportReady',
		authenticity,
		ring: await readKeyRing(authenticity === 'signature' ? (credential ?? {}) : {}),
		...(credential && hasClient(credential) && { api: connect(context, credential) }),
		signatureHeaders: names.length > 0 ? names : tesouro.signatureHeaders,
		maxAgeMs: maxAgeMs(age, tesouro.signatureAgeHours, 60 * 60 * 1000),
	};
}

/** What keeps the trigger from telling genuine deliveries from forged ones; undefined when it can. */
export function reportReadyProblem(policy: ReportReadyPolicy): PolicyProblem | undefined {
	const remedy = remedyFor(policy);
	if (remedy === undefined) return undefined;
	return { message: 'The trigger cannot tell genuine deliveries from forged ones', remedy };
}

function remedyFor({ authenticity, ring, api }: ReportReadyPolicy): string | undefined {
	if (authenticity === 'none') return undefined;
	if (authenticity === 'api') {
		return api === undefined
			? 'Deliveries are to be confirmed with the Tesouro API, but the Tesouro credential is missing or has no client ID and secret. Fill them in, and choose it here.'
			: undefined;
	}
	if (ring.verificationKeys.length === 0) {
		return [
			'Deliveries are to be checked by their signature, but there is no key to check them with. Paste Tesouro\'s public key into "Provider\'s Public Keys" of the Tesouro credential and choose it here, or confirm deliveries with the Tesouro API.',
			...ring.problems,
		].join(' ');
	}
	return undefined;
}

const has = (context: Context, type: string) => context.getNode().credentials?.[type] !== undefined;
