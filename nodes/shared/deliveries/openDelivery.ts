import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { inSentences, RemedyError } from '../run/remedyError';
import { refuseForNow, refuseMalformed, refuseTooLarge } from './answer';
import { readDelivery, type Delivery } from './delivery';
import type { PolicyProblem } from './policy';
import { recallPolicy } from './policyMemory';

/** What a trigger needs to know before it looks at a delivery. */
export interface Door<Policy> {
	bytesAtMost: number;
	/** The node's parameters and credentials. Throws when a credential cannot be read. */
	policyOf(context: IWebhookFunctions): Promise<Policy>;
	/** What keeps the policy from deciding anything. */
	problemOf(policy: Policy): PolicyProblem | undefined;
}

export type OpenedDelivery<Policy> =
	{ delivery: Delivery; policy: Policy } | { answer: IWebhookResponseData };

/** The delivery's bytes and the policy to judge it by, or the answer to a delivery that cannot be judged. */
export async function openDelivery<Policy>(
	context: IWebhookFunctions,
	{ bytesAtMost, policyOf, problemOf }: Door<Policy>,
): Promise<OpenedDelivery<Policy>> {
	const receivedAt = new Date();
	const delivery = await readDelivery(context, receivedAt);
	if (delivery === undefined) {
		return { answer: refuseMalformed(context, 'The body of the delivery cannot be read as bytes') };
	}
	if (delivery.body.length > bytesAtMost) {
		return { answer: refuseTooLarge(context, `its body has ${delivery.body.length} bytes`) };
	}
	const policy = await recallPolicy(context, policyOf, receivedAt.getTime()).catch((error: unknown) => error);
	if (policy instanceof Error) {
		return { answer: refuseForNow(context, `a credential cannot be read: ${wordsOf(policy)}`) };
	}
	const problem = problemOf(policy as Policy);
	if (problem !== undefined) {
		return { answer: refuseForNow(context, inSentences(problem.message, problem.remedy)) };
	}
	return { delivery, policy: policy as Policy };
}

const wordsOf = (error: Error): string =>
	error instanceof RemedyError ? inSentences(error.message, error.remedy) : error.message;
