import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { PolicyProblem } from '../../shared/deliveries/policy';
import * as notifications from '../notifications/policy';
import * as reportReady from '../reportReady/policy';

export type Policy = reportReady.ReportReadyPolicy | notifications.NotificationsPolicy;

type Context = IWebhookFunctions | IHookFunctions;

/** Whether the trigger is about notifications; else it is about reports that are ready. */
export const isAboutNotifications = (context: Pick<Context, 'getNodeParameter'>): boolean =>
	context.getNodeParameter('event', 'reportReady') === 'notifications';

/** The node's parameters and credentials as a policy. Throws when a credential cannot be read. */
export const policyOf = async (context: Context): Promise<Policy> =>
	isAboutNotifications(context) ? await notifications.policyOf(context) : await reportReady.policyOf(context);

/**
 * What keeps this policy from deciding anything; undefined when it can decide. A trigger with nothing to verify with
 * must not be published: it would have to believe every delivery, or none.
 */
export const problemOf = (policy: Policy): PolicyProblem | undefined =>
	policy.event === 'notifications' ? notifications.problemOf(policy) : reportReady.problemOf(policy);

/** What keeps the trigger from being published. */
export const publicationProblemOf = (policy: Policy): PolicyProblem | undefined =>
	policy.event === 'notifications'
		? notifications.publicationProblemOf(policy)
		: reportReady.publicationProblemOf(policy);
