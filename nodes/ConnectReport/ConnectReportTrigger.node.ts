import {
	type IDataObject,
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
import type { ReportEvent } from '../shared/deliveries/reportEvent';
import type { ProofName } from '../shared/deliveries/requestProofs';
import { connectReportApiTest } from './api/testConnectReportApi';
import { authenticate } from './deliveries/authenticate';
import { recordKeys } from './deliveries/eventId';
import { isSelected } from './deliveries/isSelected';
import { keepUndecided } from './deliveries/keepUndecided';
import { windowOf } from './deliveries/options';
import { parse } from './deliveries/payload';
import { policyOf, problemOf, withoutItems } from './deliveries/policy';
import { prove } from './deliveries/prove';
import { plainTokenProblem, publication } from './deliveries/publication';
import { setUpTexts } from './deliveries/setUpTexts';
import { isUndecided, settle } from './deliveries/settle';
import { toReportEvent } from './deliveries/toReportEvent';
import { triggerFields } from './deliveries/triggerFields';
import { connectReport } from './facts';

/** "Succeeded", by the value of the event. */
const eventWords = JSON.stringify(
	Object.fromEntries(
		connectReport.events.map(({ value, label }) => [value, label.replace('Report Task ', '')]),
	),
);

export class ConnectReportTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ConnectReport Trigger',
		name: 'connectReportTrigger',
		icon: { light: 'file:connectReport.svg', dark: 'file:connectReport.dark.svg' },
		group: ['trigger'],
		// n8n reads an expression at each delivery for triggers of version 1.
		version: 2,
		subtitle: `={{ $parameter["events"].map((event) => (${eventWords})[event]).join(", ") }}`,
		description:
			'Starts the workflow when a report task of ConnectReport starts, succeeds or fails, once for each run',
		defaults: { name: 'ConnectReport Trigger' },
		...setUpTexts,
		inputs: [],
		outputs: triggerOutputs,
		credentials: [
			{
				// Needed for a token, to confirm deliveries, and for tags: which, the trigger says when it goes live.
				name: 'connectReportApi',
				displayName: 'ConnectReport',
				required: false,
				testedBy: 'connectReportApiTest',
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
		credentialTest: { connectReportApiTest },
		loadOptions: deliveryLists,
	};

	webhookMethods = {
		default: {
			/** Callbacks are set up by an administrator, and no API for them is documented: they cannot be looked up. */
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				await goLive(this, publication);
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveSafely(this, receive);
	}

	/**
	 * n8n calls this at the start of the execution, with what `webhook` emitted: here is the time for what could not be
	 * decided at once, and the database for the durable layer of deduplication.
	 */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const refusal = outputsOfRefusal(this);
		if (refusal !== undefined) return refusal;
		const [item] = this.getInputData();
		if (item === undefined) return [[]];
		const chosen = [this.getNodeParameter('authenticity', 0, [])].flat() as ProofName[];
		warnOfUrl(this, (url) => plainTokenProblem(url, chosen));
		const event = isUndecided(item.json)
			? await settle(this, item.json)
			: (item.json as never as ReportEvent);
		if (event === undefined) return [[]];
		const redelivered = recordKeys(event.id, windowOf(withoutItems(this)));
		const emitted = [{ json: event as unknown as IDataObject, pairedItem: { item: 0 } }];
		return [await takeEvent(this, emitted, event.id, redelivered)];
	}
}

/** The way of a delivery, step by step. Every `return` is one of the answers a delivery can get. */
async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const bytesAtMost = connectReport.callbacks.bytesAtMost;
	const opened = await openDelivery(context, { bytesAtMost, policyOf, problemOf });
	if ('answer' in opened) return opened.answer;
	const { delivery, policy } = opened;

	const proof = await prove(delivery, policy);
	if (proof.kind !== 'passed') return answer(context, proof, delivery);
	const payload = parse(proof, policy);
	if (payload.kind === 'malformed') return refuseMalformed(context, 'The body of the delivery is not JSON');
	if (!isSelected(payload, policy)) return acknowledge(context, 'not selected');

	const authentication = await authenticate(context, payload, proof, policy);
	if (authentication.kind === 'undecided') {
		return await keepUndecided(context, payload, proof, policy, authentication.reason);
	}
	if (authentication.kind !== 'accepted') return answer(context, authentication, delivery);
	const event = toReportEvent(payload, proof, policy, authentication);
	if (!(await claim(context, event.id, delivery.receivedAt))) return acknowledge(context, 'redelivery');
	return emit(context, event);
}
