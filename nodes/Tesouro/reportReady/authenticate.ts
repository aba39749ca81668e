import type { IWebhookFunctions } from 'n8n-workflow';
import type { PassedProof } from '../../shared/deliveries/proof';
import { accepted, undecided } from '../../shared/deliveries/verdict';
import type { Authentication } from './authentication';
import { confirmWithApi } from './confirmWithApi';
import { isWantedPresenter } from './isSelected';
import type { Payload } from './payload';
import type { ReportReadyPolicy } from './policy';
import type { Evidence } from './prove';

/** The verdict over a delivery that passed: Tesouro is asked last, because each question costs. */
export async function authenticate(
	_context: IWebhookFunctions,
	payload: Payload,
	{ verification, needsApi }: PassedProof<Evidence>,
	policy: ReportReadyPolicy,
): Promise<Authentication> {
	const { api, confirmsRecords } = policy;
	if (needsApi && api === undefined) return undecided('there is no Tesouro credential to confirm it with');
	const asks = api !== undefined && (needsApi || (confirmsRecords && payload.kind === 'report ready'));
	const method = needsApi ? verification.method : `${verification.method}+api`;
	const authentication: Authentication = asks
		? await confirmWithApi(payload, api, { ...verification, method })
		: accepted(verification);
	if (authentication.kind !== 'accepted' || payload.kind !== 'report ready') return authentication;
	const presenterId = authentication.confirmed?.presenter?.id ?? payload.report.presenterId;
	return isWantedPresenter(presenterId, policy) ? authentication : { kind: 'not selected' };
}
