import type { INode, IWebhookFunctions } from 'n8n-workflow';
import { processMemory } from '../run/processMemory';
import { setNewest } from '../run/setNewest';

/** How long a policy is used before it is read again. A secret removed from a credential stops counting within this time. */
export const POLICY_MS = 5_000;
const POLICIES_AT_MOST = 200;

interface Entry {
	policy: Promise<unknown>;
	readAt: number;
}

/** Policies of this process, oldest first (a Map keeps the order of insertion). */
const policies = processMemory<string, Entry>();

/** Deliveries judged by a policy that was read before they came, and when each came. */
const judgedByMemory = new WeakMap<IWebhookFunctions, number>();
/** Deliveries judged once more: by no policy older than this. */
const notBefore = new WeakMap<IWebhookFunctions, number>();

/**
 * The trigger's policy, read at most every five seconds: reading parameters and credentials costs n8n more than
 * everything else about a delivery. It is read each time while listening for a test event, and where a parameter is an
 * expression, because that may look at the delivery and must not decide about the next one.
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
	const readFrom = notBefore.get(context) ?? now - POLICY_MS;
	if (known !== undefined && known.readAt > now - POLICY_MS && known.readAt >= readFrom) {
		if (known.readAt < now && !notBefore.has(context)) judgedByMemory.set(context, now);
		return (await known.policy) as Policy;
	}
	const policy = policyOf(context);
	setNewest(policies, key, { policy, readAt: now }, POLICIES_AT_MOST);
	return await policy.catch((error: unknown) => {
		// What could not be read may be readable a moment later.
		if (policies.get(key)?.policy === policy) policies.delete(key);
		throw error;
	});
}

/**
 * A remembered policy refuses nothing for good: the secret may have been added to the credential since. True once for a
 * delivery that was judged by one: judge it again, by a policy read after it came. All deliveries that wait for that
 * share one reading, so forged ones cost no more than without a memory.
 */
export function wantsSecondLook(context: IWebhookFunctions): boolean {
	const receivedAt = judgedByMemory.get(context);
	if (receivedAt === undefined) return false;
	judgedByMemory.delete(context);
	notBefore.set(context, receivedAt);
	return true;
}

/** After publishing, or a start of n8n: nothing read before counts. */
export const forgetPolicies = (): void => policies.clear();

/** With parameters and credentials in it: a workflow that was changed has another key. */
const keyOf = (workflowId: string | undefined, { id, parameters, credentials }: INode): string =>
	JSON.stringify([workflowId, id, parameters, credentials]);

/** n8n takes a text that begins with = for an expression. */
function hasExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	return typeof value === 'object' && value !== null && Object.values(value).some(hasExpression);
}
