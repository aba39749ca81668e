import type { IWebhookFunctions } from 'n8n-workflow';
import { wasAccepted } from '../../shared/deliveries/claim';
import type { PassedProof } from '../../shared/deliveries/proof';
import { unverified, verificationOf } from '../../shared/deliveries/requestProofs';
import { askForStranger } from '../../shared/deliveries/strangers';
import type { Allowance } from '../../shared/deliveries/strangersBudget';
import { genuine, type Tally } from '../../shared/deliveries/tally';
import { accepted, rejected, type Authentication } from '../../shared/deliveries/verdict';
import { reportFlow } from '../facts';
import type { ConfirmedFile } from './askForFile';
import { confirmFiles } from './confirmFiles';
import { filesEventId } from './eventId';
import type { Payload } from './payload';
import type { Policy } from './policy';

/** Of the time that ReportFlow waits: what is left to n8n for loading the workflow and storing the execution. */
const LEFT_TO_N8N_MS = 1_500;

/**
 * Of the hundred requests a minute that a workspace has. A delivery that is not confirmed costs one request, and a second
 * one for a file that may be a moment late; so a flood costs 16 requests a minute at most, and 20 more if it comes from an
 * address that a genuine delivery came from.
 */
const allowance: Allowance = { strangers: 8, perSource: 4, known: 10, atOnce: 5 };

/** The verdict over a delivery whose request proved what it had to: the API is asked last, because each question counts. */
export async function authenticate(
	context: IWebhookFunctions,
	payload: Payload,
	{ delivery, isTrusted }: PassedProof,
	{ isNone, proofs, api, account = '', workspaceId }: Policy,
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
	const stranger = { account, source: delivery.address, about: eventId };
	const confirm = async ({ count, confirm: isConfirmed }: Tally) => {
		const confirmation = await confirmFiles(await api(context, signal, count), said, signal);
		if (confirmation.kind === 'confirmed') isConfirmed();
		return confirmation;
	};
	// What a token or an address vouches for is genuine work, and no stranger's.
	const confirmation = isTrusted
		? await confirm(genuine)
		: await askForStranger(stranger, allowance, signal, confirm);
	if (confirmation.kind !== 'confirmed') return confirmation;
	return { ...accepted(verificationOf(proofs)), confirmed: confirmation.files };
}

const isOther = (named: string | undefined, own: string) =>
	named !== undefined && named.toLowerCase() !== own.toLowerCase();
