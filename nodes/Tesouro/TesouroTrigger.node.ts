import {
	type IExecuteFunctions,
	type IHookFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { acknowledge, answer, emit, refuseMalformed } from '../shared/deliveries/answer';
import { claim } from '../shared/deliveries/claim';
import { takeEvent } from '../shared/deliveries/takeEvent';
import { goLive, warnOfUrl } from '../shared/deliveries/goingLive';
import { openDelivery } from '../shared/deliveries/openDelivery';
import { receiveSafely } from '../shared/deliveries/receiveSafely';
import { deliveryLists } from '../shared/deliveries/recentDeliveries';
import { triggerOutputs } from '../shared/deliveries/refusalFields';
import { outputsOfRefusal } from '../shared/deliveries/refusedDelivery';
import { tesouroApiTest } from './api/testTesouroApi';
import { isAboutNotifications, policyOf, problemOf } from './deliveries/policy';
import { publication, urlProblem } from './deliveries/publication';
import { setUpTexts } from './deliveries/setUpTexts';
import { stepsFor } from './deliveries/steps';
import { triggerFields } from './deliveries/triggerFields';
import { tesouro } from './facts';
import * as subscriptions from './subscriptions/lifecycle';
import { readOwned } from './subscriptions/owned';

export class TesouroTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Tesouro Trigger',
		name: 'tesouroTrigger',
		icon: { light: 'file:tesouro.svg', dark: 'file:tesouro.dark.svg' },
		group: ['trigger'],
		// n8n reads an expression at each delivery for triggers of version 1.
		version: 2,
		subtitle: '={{ $parameter["event"] === "notifications" ? "Notifications" : "Report Ready" }}',
		description: 'Starts the workflow when a Tesouro report is ready or a notification arrives',
		defaults: { name: 'Tesouro Trigger' },
		...setUpTexts,
		inputs: [],
		outputs: triggerOutputs,
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

	methods = {
		credentialTest: { tesouroApiTest },
		loadOptions: deliveryLists,
	};

	webhookMethods = {
		default: {
			/** The URL for reports cannot be looked up, because Tesouro's staff configure it. Subscriptions can. */
			async checkExists(this: IHookFunctions): Promise<boolean> {
				if (!isAboutNotifications(this)) return false;
				await goLive(this, publication);
				return await subscriptions.checkExists(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				await goLive(this, publication);
				return isAboutNotifications(this) ? await subscriptions.create(this) : true;
			},
			/** n8n may ask this of a trigger that was changed to another event since it went live. */
			async delete(this: IHookFunctions): Promise<boolean> {
				const mayBeSubscribed = isAboutNotifications(this) || readOwned(this).length > 0;
				return mayBeSubscribed ? await subscriptions.remove(this) : true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveSafely(this, receive);
	}

	/** n8n calls this at the start of the execution, with what `webhook` emitted: the durable layer of deduplication. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const refusal = outputsOfRefusal(this);
		if (refusal !== undefined) return refusal;
		const items = this.getInputData();
		warnOfUrl(this, urlProblem);
		const eventId = items[0]?.json.id;
		if (typeof eventId !== 'string') return [items];
		return [await takeEvent(this, items, eventId)];
	}
}

/** The way of a delivery, step by step. Every `return` is one of the answers a delivery can get. */
async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const bytesAtMost = tesouro.deliveryBytesAtMost;
	const opened = await openDelivery(context, { bytesAtMost, policyOf, problemOf });
	if ('answer' in opened) return opened.answer;
	const { delivery, policy } = opened;
	const { prove, parse, isSelected, authenticate, toReportEvent } = stepsFor(policy);

	const proof = await prove(delivery, policy);
	if (proof.kind !== 'passed') return answer(context, proof, delivery);
	const payload = parse(proof, policy);
	if (payload.kind === 'malformed') return refuseMalformed(context, 'The body of the delivery is not JSON');
	if (!isSelected(payload, policy)) return acknowledge(context, 'not selected');

	const authentication = await authenticate(context, payload, proof, policy);
	if (authentication.kind !== 'accepted') return answer(context, authentication, delivery);
	const event = toReportEvent(payload, proof, policy, authentication);
	if (!(await claim(context, event.id, delivery.receivedAt))) return acknowledge(context, 'redelivery');
	return emit(context, event);
}
