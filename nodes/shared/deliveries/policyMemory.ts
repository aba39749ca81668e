import type { INode, IWebhookFunctions } from 'n8n-workflow';
import { processMemory } from '../run/processMemory';

/** So long a policy is used before it is read anew: a changed credential counts within this time. */
export const POLICY_MS = 5_000;
const POLICIES_AT_MOST = 200;

interface Entry {
	policy: Promise<unknown>;
	until: number;
}

/** Policies of this process, oldest first (a Map keeps the order of insertion). */
const policies = processMemory<string, Entry>();

/**
 * The trigger's policy, read at most every five seconds: reading parameters and credentials costs n8n more than all that
 * a delivery needs otherwise. It is read each time while listening for a test event, and where a parameter is an
 * expression: that one may look at the delivery, and must not decide about the next.
 */
export async function recallPolicy<Policy>(
	context: IWebhookFunctions,
	policyOf: (context: IWebhookFunctions) => Promise<Policy>,
	now: number,
): Promise<Policy> {
	const node = context.getNode();
	if (context.getMode() === 'manual' || hasExpression(node.parameters)) return await policyOf(context);
	const key = keyOf(context.getWorkflow().id, node);
	const known = policies.get(key);
	if (known !== undefined && known.until > now) return (await known.policy) as Policy;
	const policy = policyOf(context);
	policies.delete(key);
	policies.set(key, { policy, until: now + POLICY_MS });
	const [oldest] = policies.keys();
	if (policies.size > POLICIES_AT_MOST && oldest !== undefined) policies.delete(oldest);
	return await policy.catch((error: unknown) => {
		// What could not be read may be readable a moment later.
		if (policies.get(key)?.policy === policy) policies.delete(key);
		throw error;
	});
}

/** Published anew, or n8n started: nothing of before counts. */
export const forgetPolicies = (): void => policies.clear();

/** With parameters and credentials in it: a workflow that was changed has another key. */
const keyOf = (workflowId: string | undefined, { id, parameters, credentials }: INode): string =>
	JSON.stringify([workflowId, id, parameters, credentials]);

/** n8n takes a text that begins with = for an expression. */
function hasExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	return typeof value === 'object' && value !== null && Object.values(value).some(hasExpression);
}
