import * as n8nWorkflow from 'n8n-workflow';
import type { IExecuteFunctions, IHookFunctions } from 'n8n-workflow';
import { isLoopback } from '../http/loopback';
import { RemedyError } from '../run/remedyError';
import type { PolicyProblem } from './policy';
import { lossWarnings } from './lossWarnings';
import { forgetPolicies } from './policyMemory';
import { triggerError, wordsOf } from './triggerError';

/** What a trigger checks before it is published. */
export interface LiveTrigger<Policy> {
	/** The node's parameters and credentials. Throws when a credential cannot be read. */
	policyOf(context: IHookFunctions): Promise<Policy>;
	/** What keeps the trigger from being published. */
	publicationProblemOf(policy: Policy): PolicyProblem | undefined;
	/** What its owner should know of this policy, in sentences. */
	warningsOf(policy: Policy): string[];
	/** What is wrong with a URL, as a sentence with its remedy; undefined when nothing is. */
	urlProblemOf(url: string, policy: Policy): string | undefined;
}

/**
 * Refuses to go live with nothing to verify with. A trigger that is live already stays so when n8n starts: it answers with
 * 503 what it cannot decide. An error would take its URL off, and what gets 404 is not delivered again.
 */
export async function goLive<Policy>(context: IHookFunctions, trigger: LiveTrigger<Policy>): Promise<void> {
	const url = context.getNodeWebhookUrl('default') ?? '';
	const data = context.getWorkflowStaticData('node');
	const { name } = context.getNode();
	forgetPolicies();
	try {
		const policy = await trigger.policyOf(context);
		const problem = trigger.publicationProblemOf(policy);
		if (problem !== undefined) throw new RemedyError(problem.message, problem.remedy);
		refusePlainHttp(context, url);
		const warnings = [
			trigger.urlProblemOf(url, policy),
			...trigger.warningsOf(policy),
			...lossWarnings(context),
			n8nWarning(),
		];
		for (const warning of warnings) if (warning !== undefined) context.logger.warn(`${name}: ${warning}`);
	} catch (error) {
		if (!isRestart(context) || data.productionUrl !== url) throw triggerError(context, error);
		context.logger.error(
			`${name}: deliveries cannot be checked, and are answered with 503: ${wordsOf(error)}`,
		);
	}
	// A test listen has another URL, which must not take the place of the one that is live.
	if (context.getMode() !== 'manual') data.productionUrl = url;
}

/** Anyone in between reads tokens and deliveries. Within this computer there is nobody in between. */
function refusePlainHttp(context: IHookFunctions, url: string): void {
	const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: 'https:', hostname: '' };
	const isAllowed = context.getNodeParameter('options.allowHttp', false) === true;
	if (protocol !== 'http:' || isLoopback(hostname) || isAllowed || context.getMode() === 'manual') return;
	throw new RemedyError(
		'The address of this trigger starts with http://, so anyone in between can read what is delivered',
		"Set the environment variable N8N_WEBHOOK_URL (older n8n: WEBHOOK_URL) to n8n's address, starting with https://. For tests, or inside a network that you trust, switch on the option Allow Plain HTTP.",
	);
}

/**
 * n8n starts, or another main process takes over: nothing was published just now.
 */
export const isRestart = (context: IHookFunctions) =>
	['init', 'leadershipChange'].includes(context.getActivationMode());

/** Says beside the output what is wrong with the URL that is live. `problemOf` gives a sentence with its remedy. */
export function warnOfUrl(context: IExecuteFunctions, problemOf: (url: string) => string | undefined): void {
	const { productionUrl } = context.getWorkflowStaticData('node');
	const problem = problemOf(String(productionUrl ?? context.getInstanceBaseUrl()));
	if (problem === undefined) return;
	context.addExecutionHints({ message: `${problem}.`, type: 'warning', location: 'outputPane' });
}

/**
 * n8n tells a node no version. Before 2.8 it answered 200 first and stored the execution then; what nodes see of 2.8 is
 * this function of n8n-workflow, which is new in it (compared: n8n 1.123, 2.4, 2.7, 2.8, 2.41).
 */
const n8nWarning = (): string | undefined =>
	'validateNodeCredentials' in n8nWorkflow
		? undefined
		: 'This n8n is older than 2.8. It answers a delivery before it has stored the execution, so an event is lost when its database fails at that moment. Update n8n';
