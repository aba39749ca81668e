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
import { reportFlowApiTest } from './api/testReportFlowApi';
import { authenticate } from './deliveries/authenticate';
import { isSelected } from './deliveries/isSelected';
import { parse } from './deliveries/payload';
import { policyOf, problemOf } from './deliveries/policy';
import { prove } from './deliveries/prove';
import { publication, urlProblem } from './deliveries/publication';
import { setUpTexts } from './deliveries/setUpTexts';
import { splitByFile } from './deliveries/splitByFile';
import { toReportEvent } from './deliveries/toReportEvent';
import { triggerFields } from './deliveries/triggerFields';
import { webhookPath } from './deliveries/webhookPath';
import { reportFlow } from './facts';

export class ReportFlowTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ReportFlow Trigger',
		name: 'reportFlowTrigger',
		icon: { light: 'file:reportFlow.svg', dark: 'file:reportFlow.dark.svg' },
		group: ['trigger'],
		// n8n reads an expression at each delivery for triggers of version 1.
		version: 2,
		subtitle: reportFlow.events.map(({ label }) => label).join(', '),
		description: 'Starts the workflow when ReportFlow has generated PDFs, once for each delivery',
		defaults: { name: 'ReportFlow Trigger' },
		...setUpTexts,
		inputs: [],
		outputs: triggerOutputs,
		credentials: [
			{
				name: 'reportFlowApi',
				displayName: 'ReportFlow',
				required: true,
				testedBy: 'reportFlowApiTest',
				displayOptions: {
					show: { authenticity: ['api', 'header', 'path'], authentication: ['apiKey'] },
				},
			},
			{
				name: 'reportFlowOAuth2Api',
				displayName: 'ReportFlow OAuth2',
				required: true,
				displayOptions: {
					show: { authenticity: ['api', 'header', 'path'], authentication: ['oAuth2'] },
				},
			},
		],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				responseData: '',
				...webhookPath,
			},
		],
		properties: triggerFields,
	};

	methods = {
		credentialTest: { reportFlowApiTest },
		loadOptions: deliveryLists,
	};

	webhookMethods = {
		default: {
			/** The webhook URL is a setting of the workspace, and no API returns it: it cannot be looked up. */
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

	/** n8n calls this at the start of the execution, with what `webhook` emitted: the durable layer of deduplication. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const refusal = outputsOfRefusal(this);
		if (refusal !== undefined) return refusal;
		const items = this.getInputData();
		warnOfUrl(this, urlProblem);
		const eventId = items[0]?.json.id;
		const kept = typeof eventId === 'string' ? await takeEvent(this, items, eventId) : items;
		if (this.getNodeParameter('emit', 0, 'event') !== 'file') return [kept];
		return [
			kept.flatMap(({ json }) =>
				splitByFile(json as unknown as ReportEvent).map((event) => ({
					json: event as unknown as IDataObject,
					pairedItem: { item: 0 },
				})),
			),
		];
	}
}

/** The way of a delivery, step by step. Every `return` is one of the answers a delivery can get. */
async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const bytesAtMost = reportFlow.deliveryBytesAtMost;
	const opened = await openDelivery(context, { bytesAtMost, policyOf, problemOf });
	if ('answer' in opened) return opened.answer;
	const { delivery, policy } = opened;

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
