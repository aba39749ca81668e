import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';
import { unverified, verificationOf, type ProofName } from '../../shared/deliveries/requestProofs';
import type { ReportEvent, Verification } from '../../shared/deliveries/reportEvent';
import { patient } from '../api/patience';
import { askApi, type Outcome } from './askApi';
import { policyOf, withoutItems, type Policy } from './policy';
import type { Received } from './received';
import { eventFrom } from './toReportEvent';

/** A delivery that could not be decided in the time that a webhook has: what `webhook` hands to `execute`. */
export interface Undecided {
	undecided: Received;
	/** What its request proved. */
	proved: ProofName[];
}

export const isUndecided = (json: unknown): json is Undecided =>
	typeof json === 'object' && json !== null && 'undecided' in json && 'proved' in json;

/** How long an execution waits before each further look for a report. */
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 15_000];

/**
 * Decides about a delivery with patience. The report event, or undefined when the answer is no. Throws a NodeOperationError
 * when there is still no answer: the execution fails, is in n8n's list, and can be retried there. Nothing is lost, and
 * nothing that was not confirmed gets any further.
 */
export async function settle(
	context: IExecuteFunctions,
	{ undecided: received, proved }: Undecided,
): Promise<ReportEvent | undefined> {
	const signal = context.getExecutionCancelSignal();
	const policy = await policyOf(withoutItems(context));
	// After a change of Verify Deliveries With, a retry uses what the request proved when it arrived.
	const verification = verificationFor(policy, proved);
	if (verification === undefined) {
		throw unsettled(context, 'It did not prove what "Verify Deliveries With" asks for now.');
	}
	const looks = { at: Date.parse(received.receivedAt), pausesMs: PAUSES_MS, signal };
	const patience = { ...patient, ...(signal && { signal }) };
	const outcome = await askApi(context, policy, received.callback, looks, patience);
	if (outcome.kind === 'undecided') throw unsettled(context, outcome.reason);
	if (outcome.kind === 'accepted') return acceptedEvent(received, outcome, policy, verification, proved);
	const because = outcome.kind === 'rejected' ? outcome.reason : 'it has none of the chosen tags';
	context.logger.warn(
		`${context.getNode().name}: a delivery that was decided later starts nothing: ${because}`,
	);
	context.addExecutionHints({
		message: `Nothing was emitted: ${because}.`,
		type: 'info',
		location: 'outputPane',
	});
	return undefined;
}

/** What an accepted delivery says of itself; undefined when nothing of what is asked was proved. */
export function verificationFor(
	{ proofs, isNone }: Pick<Policy, 'proofs' | 'isNone'>,
	proved: readonly ProofName[],
): Verification | undefined {
	if (isNone) return unverified;
	const held = new Set<ProofName>([...proved, ...(proofs.has('api') ? (['api'] as const) : [])]);
	return [...proofs].every((proof) => held.has(proof)) ? verificationOf(held) : undefined;
}

export const acceptedEvent = (
	received: Received,
	{ confirmed, report, tags }: Extract<Outcome, { kind: 'accepted' }>,
	policy: Policy,
	verification: Verification,
	proved: readonly ProofName[],
): ReportEvent =>
	eventFrom(received, {
		verification,
		isBodyTrusted: policy.isNone || proved.length > 0,
		confirmed,
		serverUrl: policy.serverUrl,
		report,
		tags,
	});

const unsettled = (context: IExecuteFunctions, reason: string) =>
	new NodeOperationError(
		context.getNode(),
		'ConnectReport left open whether this delivery starts the workflow',
		{
			description: `${reason} The delivery is kept: retry this execution from the list of executions.`,
		},
	);
