import type { IWebhookFunctions } from 'n8n-workflow';
import { wasAccepted } from '../../shared/deliveries/claim';
import type { PassedProof } from '../../shared/deliveries/proof';
import { unverified, verificationOf } from '../../shared/deliveries/requestProofs';
import { accepted, rejected, type Authentication } from '../../shared/deliveries/verdict';
import { reportFlow } from '../facts';
import type { ConfirmedFile } from './askForFile';
import { confirmFiles } from './confirmFiles';
import { filesEventId } from './eventId';
import type { Payload } from './payload';
import type { Policy } from './policy';

/** Of the time that ReportFlow waits: what is left to n8n for loading the workflow and storing the execution. */
const LEFT_TO_N8N_MS = 1_500;

/** The verdict over a delivery whose request proved what it had to: the API is asked last, because each question counts. */
export async function authenticate(
	context: IWebhookFunctions,
	payload: Payload,
	{ delivery, isTrusted }: PassedProof,
	{ isNone, proofs, api, workspaceId }: Policy,
): Promise<Authentication<ConfirmedFile[]>> {
	if (isNone) return accepted(unverified);
	if (!proofs.has('api') || api === undefined) return accepted(verificationOf(proofs));
	const said = payload.kind === 'files' ? payload.said : undefined;
	if (said === undefined || said.files.length === 0) {
		return rejected('it names no file that ReportFlow could confirm');
	}
	if (workspaceId !== undefined && isOther(said.workspaceId, workspaceId)) {
		return rejected('it names another workspace than the one of the credential');
	}
	const eventId = filesEventId(said, isTrusted);
	// What ReportFlow confirmed before, and delivers again, is not asked about again.
	if (wasAccepted(context, eventId)) return { kind: 'redelivery' };
	const passed = Date.now() - delivery.receivedAt.getTime();
	const signal = AbortSignal.timeout(Math.max(1, reportFlow.webhookAnswerWithinMs - LEFT_TO_N8N_MS - passed));
	const confirmation = await confirmFiles(await api(context, signal), said, eventId, signal);
	if (confirmation.kind !== 'confirmed') return confirmation;
	return { ...accepted(verificationOf(proofs)), confirmed: confirmation.files };
}

const isOther = (named: string | undefined, own: string) =>
	named !== undefined && named.toLowerCase() !== own.toLowerCase();
