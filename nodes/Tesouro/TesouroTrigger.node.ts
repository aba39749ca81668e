import {
	NodeConnectionTypes,
	NodeOperationError,
	type IExecuteFunctions,
	type IHookFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { openPgpKeyTest } from '../OpenPgp/testOpenPgpKey';
import {
	acknowledge,
	emit,
	refuseForNow,
	refuseMalformed,
	refuseTooLarge,
	refuseUnauthentic,
} from '../shared/answer';
import { claim } from '../shared/claim';
import { readDelivery } from '../shared/delivery';
import { dropRedelivery } from '../shared/dropRedelivery';
import { webhookUrlProblem } from '../shared/webhookUrl';
import { authenticate } from './authenticate';
import { tesouro } from './facts';
import { isSelected } from './isSelected';
import { parsePayload } from './payload';
import { policyProblem, readPolicy } from './policy';
import { readProof } from './proof';
import { toReportEvent } from './toReportEvent';
import { triggerFields } from './triggerFields';

export class TesouroTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Tesouro Trigger',
		name: 'tesouroTrigger',
		icon: { light: 'file:tesouro.svg', dark: 'file:tesouro.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["event"] === "reportReady" ? "Report Ready" : $parameter["event"] }}',
		description: 'Starts the workflow when Tesouro has a report ready, once for each report',
		defaults: { name: 'Tesouro Trigger' },
		eventTriggerDescription:
			'Listening at the Test URL. Tesouro itself delivers to the Production URL only: send a delivery of your own to the Test URL to try the flow',
		activationMessage:
			'The trigger is live. Open it, choose "Production URL" under "Webhook URLs", copy the URL and send it to Tesouro: its staff configure it for you.',
		triggerPanel: {
			header: 'Receive report-ready deliveries from Tesouro',
			executionsHelp: {
				inactive:
					'Tesouro knows one URL of yours, and its staff configure it. Open <b>Webhook URLs</b> in the middle of this window, choose <b>Production URL</b>, copy it, and send it to Tesouro. It has to begin with https:// and be reachable from the internet. <br /><br /><b>Publish</b> the workflow before Tesouro delivers: the Production URL answers from then on. To try the flow before that, execute this step and send a delivery to the <b>Test URL</b>.',
				active:
					'The <b>Production URL</b> (under <b>Webhook URLs</b> in the middle of this window) is live: it is the one that Tesouro has to have. What arrives there shows up under <a data-key="executions">Executions</a>. Deliveries that are refused start no execution: the reason is in the log of n8n.',
			},
			activationHint:
				'Tesouro needs the <b>Production URL</b>: open <b>Webhook URLs</b> in the middle of this window, choose Production URL, copy it and send it to Tesouro. Tesouro cannot reach an address such as localhost or 192.168.1.5.',
		},
		hints: [
			{
				message:
					'While you listen, send a delivery to the <b>Test URL</b> yourself. Tesouro delivers to the <b>Production URL</b> only, once the workflow is published.',
				type: 'info',
				location: 'outputPane',
				whenToDisplay: 'beforeExecution',
			},
		],
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'openPgpKeyApi',
				displayName: 'OpenPGP Key',
				required: true,
				testedBy: 'openPgpKeyTest',
				displayOptions: { show: { authenticity: ['signature'] } },
			},
			{
				name: 'tesouroApi',
				displayName: 'Tesouro (Only to Confirm with the API)',
				displayOptions: { show: { authenticity: ['api', 'signature'] } },
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

	methods = { credentialTest: { openPgpKeyTest } };

	webhookMethods = {
		default: {
			/** Tesouro's staff configure the URL: there is nothing to ask. */
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			/** Refuses to go live with nothing to verify with, and warns of a URL that Tesouro cannot reach. */
			async create(this: IHookFunctions): Promise<boolean> {
				const problem = policyProblem(await readPolicy(this));
				if (problem !== undefined) {
					throw new NodeOperationError(
						this.getNode(),
						'The trigger cannot tell genuine deliveries from forged ones',
						{
							description: problem,
						},
					);
				}
				const url = this.getNodeWebhookUrl('default') ?? '';
				// The URL that went live: `execute` warns beside the output when the provider cannot reach it.
				this.getWorkflowStaticData('node').productionUrl = url;
				const urlProblem = webhookUrlProblem(url);
				if (urlProblem !== undefined) {
					this.logger.warn(`${this.getNode().name}: Tesouro will not be able to deliver. ${urlProblem}`);
				}
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
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
	if (problem !== undefined) return refuseForNow(context, problem);

	const proof = await readProof(delivery, policy);
	const payload = parsePayload(proof.content);
	const { verdict, record } = await authenticate(proof, payload, policy, receivedAt);
	if (verdict.kind === 'rejected') return refuseUnauthentic(context, verdict.reason, delivery.headerShapes());
	if (verdict.kind === 'undecided') return refuseForNow(context, verdict.reason);
	if (payload.kind === 'malformed') return refuseMalformed(context, 'The body of the delivery is not JSON');

	if (!isSelected(context, payload, record)) return acknowledge('not selected');

	const event = toReportEvent(payload, proof.content, {
		delivery,
		verification: verdict.verification,
		isBodyTrusted: proof.kind === 'valid',
		baseUrl: policy.api?.baseUrl ?? tesouro.hosts.production,
		...(record && { record }),
	});
	if (!(await claim(context, event.id, receivedAt.getTime()))) return acknowledge('redelivery');
	return emit(event);
}
