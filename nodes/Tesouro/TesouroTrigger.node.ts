import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type IHookFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import {
	acknowledge,
	emit,
	refuseForNow,
	refuseMalformed,
	refuseTooLarge,
	refuseUnauthentic,
} from '../shared/deliveries/answer';
import { claim } from '../shared/deliveries/claim';
import { readDelivery } from '../shared/deliveries/delivery';
import { dropRedelivery } from '../shared/deliveries/dropRedelivery';
import { webhookUrlProblem } from '../shared/deliveries/webhookUrl';
import { tesouroApiTest } from './api/testTesouroApi';
import { policyProblem, readPolicy } from './deliveries/policy';
import { prepareToListen } from './deliveries/prepareToListen';
import { triggerFields } from './deliveries/triggerFields';
import { tesouro } from './facts';
import { readNotification } from './notifications/readNotification';
import { readReportReady } from './reportReady/readReportReady';
import * as subscriptions from './subscriptions/lifecycle';
import { readOwned } from './subscriptions/owned';

export class TesouroTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Tesouro Trigger',
		name: 'tesouroTrigger',
		icon: { light: 'file:tesouro.svg', dark: 'file:tesouro.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["event"] === "notifications" ? "Notifications" : "Report Ready" }}',
		description:
			'Starts the workflow when Tesouro has a report ready or tells of another event, once for each',
		defaults: { name: 'Tesouro Trigger' },
		eventTriggerDescription:
			'Listening at the Test URL. Tesouro has its reports announced at the Production URL only: send a delivery of your own to the Test URL to try the flow',
		activationMessage:
			'The trigger is live. For "Report Ready", open it, choose "Production URL" under "Webhook URLs", copy the URL and send it to Tesouro: its staff configure it for you. For "Notifications" there is nothing left to do.',
		triggerPanel: {
			header: 'Receive deliveries from Tesouro',
			executionsHelp: {
				inactive:
					'<b>Report Ready</b>: Tesouro knows one URL of yours, and its staff configure it. Open <b>Webhook URLs</b> in the middle of this window, choose <b>Production URL</b>, copy it, and send it to Tesouro. It has to begin with https:// and be reachable from the internet. <br /><br /><b>Notifications</b>: there is no URL to send. The trigger subscribes by itself when you publish the workflow. <br /><br /><b>Publish</b> the workflow: the Production URL answers from then on. To try the flow before that, execute this step and send a delivery to the <b>Test URL</b>.',
				active:
					'The <b>Production URL</b> (under <b>Webhook URLs</b> in the middle of this window) is live. For <b>Report Ready</b>, it is the one that Tesouro has to have; for <b>Notifications</b>, Tesouro has it already. What arrives there shows up under <a data-key="executions">Executions</a>. Deliveries that are refused start no execution: the reason is in the log of n8n.',
			},
			activationHint:
				'For <b>Report Ready</b>, Tesouro needs the <b>Production URL</b>: open <b>Webhook URLs</b> in the middle of this window, choose Production URL, copy it and send it to Tesouro. For <b>Notifications</b>, publish the workflow: the trigger subscribes by itself. Tesouro cannot reach an address such as localhost or 192.168.1.5.',
		},
		hints: [
			{
				message:
					'While you listen, send a delivery to the <b>Test URL</b> yourself. Tesouro announces reports at the <b>Production URL</b> only, once the workflow is published.',
				type: 'info',
				location: 'outputPane',
				whenToDisplay: 'beforeExecution',
				displayCondition: '={{ $parameter["event"] !== "notifications" }}',
			},
		],
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'tesouroApi',
				displayName: 'Tesouro',
				required: true,
				testedBy: 'tesouroApiTest',
				displayOptions: { hide: { authenticity: ['none'] } },
			},
		],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				responseData: '',
				path: 'webhook',
			},
		],
		properties: triggerFields,
	};

	methods = { credentialTest: { tesouroApiTest } };

	webhookMethods = {
		default: {
			/** Of a report's URL nobody can be asked, because Tesouro's staff configure it. Subscriptions are looked up. */
			async checkExists(this: IHookFunctions): Promise<boolean> {
				if (!listensToNotifications(this)) return false;
				await prepareToListen(this);
				return await subscriptions.checkExists(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				await prepareToListen(this);
				return listensToNotifications(this) ? await subscriptions.create(this) : true;
			},
			/** n8n may ask this of a trigger that was changed to another event since it went live. */
			async delete(this: IHookFunctions): Promise<boolean> {
				const mayBeSubscribed = listensToNotifications(this) || readOwned(this).length > 0;
				return mayBeSubscribed ? await subscriptions.remove(this) : true;
			},
		},
	};

	/** An exception would be answered with 500 and leave a failed execution behind; 503 asks the provider to come again. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this).catch((error: unknown) =>
			refuseForNow(this, `an unexpected error: ${error instanceof Error ? error.name : 'unknown'}`),
		);
	}

	/** n8n calls this at the start of the execution, with what `webhook` emitted: the durable layer of deduplication. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		const { productionUrl } = this.getWorkflowStaticData('node');
		const urlProblem = webhookUrlProblem(String(productionUrl ?? this.getInstanceBaseUrl()));
		if (urlProblem !== undefined) {
			this.addExecutionHints({
				message: `Tesouro itself cannot deliver to this n8n yet. ${urlProblem}.`,
				type: 'warning',
				location: 'outputPane',
			});
		}
		const eventId = items[0]?.json.id;
		if (typeof eventId !== 'string') return [items];
		return [await dropRedelivery(this, items, eventId)];
	}
}

const listensToNotifications = (context: IHookFunctions) =>
	context.getNodeParameter('event', 'reportReady') === 'notifications';

/** The way of a delivery, step by step. Every `return` is one of the answers a delivery can get. */
async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const receivedAt = new Date();
	const delivery = await readDelivery(context, receivedAt);
	if (delivery === undefined)
		return refuseMalformed(context, 'The body of the delivery cannot be read as bytes');
	if (delivery.body.length > tesouro.deliveryBytesAtMost)
		return refuseTooLarge(context, delivery.body.length);

	const policy = await readPolicy(context).catch((error: Error) => error);
	if (policy instanceof Error) return refuseForNow(context, `a credential cannot be read: ${policy.message}`);
	const problem = policyProblem(policy);
	if (problem !== undefined) return refuseForNow(context, `${problem.message}. ${problem.remedy}`);

	const reading =
		policy.event === 'notifications'
			? readNotification(delivery, policy)
			: await readReportReady(context, delivery, policy);
	switch (reading.kind) {
		case 'rejected':
			return refuseUnauthentic(context, reading.reason, delivery.headerShapes());
		case 'undecided':
			return refuseForNow(context, reading.reason);
		case 'malformed':
			return refuseMalformed(context, 'The body of the delivery is not JSON');
		case 'not selected':
			return acknowledge('not selected');
	}
	if (!(await claim(context, reading.event.id, receivedAt.getTime()))) return acknowledge('redelivery');
	return emit(reading.event);
}
