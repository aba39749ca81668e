import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import {
	notificationsProblem,
	readNotificationsPolicy,
	secretsProblem,
	type NotificationsPolicy,
} from '../notifications/policy';
import { readReportReadyPolicy, reportReadyProblem, type ReportReadyPolicy } from '../reportReady/policy';

export type Policy = ReportReadyPolicy | NotificationsPolicy;

/** What keeps a policy from deciding anything, and what the user can do about it. */
export interface PolicyProblem {
	message: string;
	remedy: string;
}

type Context = IWebhookFunctions | IHookFunctions;

/** The node's parameters and credentials as a policy. Throws when a credential cannot be read. */
export async function readPolicy(context: Context): Promise<Policy> {
	const isNotifications = context.getNodeParameter('event', 'reportReady') === 'notifications';
	return isNotifications ? await readNotificationsPolicy(context) : await readReportReadyPolicy(context);
}

/**
 * What keeps this policy from deciding anything; undefined when it can decide. A trigger with nothing to verify with
 * must not be activated: it would have to believe everybody, or nobody.
 */
export function policyProblem(policy: Policy): PolicyProblem | undefined {
	return policy.event === 'notifications' ? notificationsProblem(policy) : reportReadyProblem(policy);
}

/** What keeps the trigger from going live: that, and a credential which was filled in by halves. */
export const publicationProblem = (policy: Policy): PolicyProblem | undefined =>
	policyProblem(policy) ?? (policy.event === 'notifications' ? secretsProblem(policy) : undefined);
