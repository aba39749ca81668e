import {
	NodeConnectionTypes,
	NodeOperationError,
	type IDataObject,
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
import { claim, wasAccepted } from '../shared/deliveries/claim';
import { readDelivery } from '../shared/deliveries/delivery';
import { dropRedelivery } from '../shared/deliveries/dropRedelivery';
import { RemedyError } from '../shared/run/remedyError';
import type { ReportEvent } from '../shared/deliveries/reportEvent';
import { isBodyTrusted, judgeRequest, readRequestFacts } from '../shared/deliveries/requestProofs';
import { webhookUrlProblem } from '../shared/deliveries/webhookUrl';
import { reportFlowApiTest } from './api/testReportFlowApi';
import { judgePayload } from './deliveries/authenticate';
import { isSelected, withoutWaitedFor } from './deliveries/isSelected';
import { completedEventId } from './deliveries/eventId';
import { parsePayload, type Completed } from './deliveries/payload';
import { policyProblem, readPolicy, type Policy } from './deliveries/policy';
import { splitByFile } from './deliveries/splitByFile';
import { completedEvent, unrecognisedEvent, type Evidence } from './deliveries/toReportEvent';
import { triggerFields } from './deliveries/triggerFields';
import { reportFlow } from './facts';

/** Of the time that ReportFlow waits: what is left to n8n for loading the workflow and storing the execution. */
const LEFT_TO_N8N_MS = 1_500;

/**
 * With "Token in the Path" n8n takes any text there, and `webhook` compares it. Two workflows cannot share such a path,
 * and n8n puts the webhook's ID before it only when it shows it: hence the ID in the path itself.
 */
const hasPathToken = '$parameter["authenticity"].includes("path")';

export class ReportFlowTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ReportFlow Trigger',
		name: 'reportFlowTrigger',
		icon: { light: 'file:reportFlow.svg', dark: 'file:reportFlow.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: reportFlow.events.fileCompleted.label,
		description: 'Starts the workflow when ReportFlow has generated PDFs, once for each delivery',
		defaults: { name: 'ReportFlow Trigger' },
		eventTriggerDescription:
			'Listening at the Test URL. ReportFlow delivers to one URL, which should stay the Production URL: send a delivery of your own to the Test URL to try the flow',
		activationMessage:
			'The trigger is live. Open it, choose "Production URL" under "Webhook URLs" and copy the URL. In ReportFlow, open Workspace Settings, tab Developer, paste it into Webhook URL and choose Update.',
		triggerPanel: {
			header: 'Receive deliveries from ReportFlow',
			executionsHelp: {
				inactive:
					'Open <b>Webhook URLs</b> in the middle of this window, choose <b>Production URL</b> and copy it. In ReportFlow, open <b>Workspace Settings</b>, tab <b>Developer</b>, paste it into <b>Webhook URL</b> and choose <b>Update</b>. It has to begin with https:// and be reachable from the internet. With a token in the path, replace <b>:token</b> at its end. <br /><br /><b>Publish</b> the workflow: the Production URL answers from then on. To try the flow before that, execute this step and send a delivery to the <b>Test URL</b>.',
				active:
					'The <b>Production URL</b> (under <b>Webhook URLs</b> in the middle of this window) is live: it is the one that ReportFlow has to have, under <b>Workspace Settings</b>, tab <b>Developer</b>. What arrives there shows up under <a data-key="executions">Executions</a>. Deliveries that are refused start no execution: the reason is in the log of n8n.',
			},
			activationHint:
				'ReportFlow needs the <b>Production URL</b>: open <b>Webhook URLs</b> in the middle of this window, choose Production URL, copy it, and paste it in ReportFlow under <b>Workspace Settings</b>, tab <b>Developer</b>, into <b>Webhook URL</b>. ReportFlow cannot reach an address such as localhost or 192.168.1.5.',
		},
		hints: [
			{
				message:
					'While you listen, send a delivery to the <b>Test URL</b> yourself. ReportFlow delivers to the <b>Production URL</b> only, once the workflow is published.',
				type: 'info',
				location: 'outputPane',
				whenToDisplay: 'beforeExecution',
			},
		],
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
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
				path: `={{ ${hasPathToken} ? $webhookId + "/:token" : "webhook" }}`,
				isFullPath: `={{ ${hasPathToken} }}` as unknown as boolean,
			},
		],
		properties: triggerFields,
	};

	methods = { credentialTest: { reportFlowApiTest } };

	webhookMethods = {
		default: {
			/** The webhook URL is a setting of the workspace that no API knows: nobody can be asked. */
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				await prepareToListen(this);
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	/** An exception would be answered with 500 and leave a failed execution behind; 503 asks ReportFlow to come again. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this).catch((error: unknown) =>
			refuseForNow(this, `an unexpected error: ${error instanceof Error ? error.name : 'unknown'}`),
		);
	}

	/** n8n calls this at the start of the execution, with what `webhook` emitted: the durable layer of deduplication. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		warnOfUrl(this);
		const eventId = items[0]?.json.id;
		const kept = typeof eventId === 'string' ? await dropRedelivery(this, items, eventId) : items;
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

function warnOfUrl(context: IExecuteFunctions): void {
	const { productionUrl } = context.getWorkflowStaticData('node');
	const problem = webhookUrlProblem(String(productionUrl ?? context.getInstanceBaseUrl()));
	if (problem === undefined) return;
	context.addExecutionHints({
		message: `ReportFlow itself cannot deliver to this n8n yet. ${problem}.`,
		type: 'warning',
		location: 'outputPane',
	});
}

/** Refuses to go live with nothing to verify with, and warns of a URL that ReportFlow cannot reach. */
async function prepareToListen(context: IHookFunctions): Promise<void> {
	const policy = await readPolicy(context).catch((error: unknown) => {
		if (!(error instanceof RemedyError)) throw error;
		throw new NodeOperationError(context.getNode(), error.message, { description: error.remedy });
	});
	const problem = policyProblem(policy);
	if (problem !== undefined) {
		throw new NodeOperationError(context.getNode(), problem.message, { description: problem.remedy });
	}
	const url = context.getNodeWebhookUrl('default') ?? '';
	// The URL that went live: `execute` warns beside the output when ReportFlow cannot reach it.
	context.getWorkflowStaticData('node').productionUrl = url;
	const urlProblem = webhookUrlProblem(url);
	if (urlProblem !== undefined) {
		context.logger.warn(`${context.getNode().name}: ReportFlow will not be able to deliver. ${urlProblem}`);
	}
}

const eventIdOf = ({ completed }: { completed: Completed }, policy: Policy) =>
	completedEventId(completed, isBodyTrusted(policy));

/** The way of a delivery, step by step. Every `return` is one of the answers a delivery can get. */
async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const receivedAt = new Date();
	const signal = AbortSignal.timeout(reportFlow.webhookAnswerWithinMs - LEFT_TO_N8N_MS);
	const delivery = await readDelivery(context, receivedAt);
	if (delivery === undefined)
		return refuseMalformed(context, 'The body of the delivery cannot be read as bytes');
	if (delivery.body.length > reportFlow.deliveryBytesAtMost)
		return refuseTooLarge(context, delivery.body.length);

	const policy = await readPolicy(context, signal).catch((error: Error) => error);
	if (policy instanceof Error) return refuseForNow(context, `a credential cannot be read: ${policy.message}`);
	const problem = policyProblem(policy);
	if (problem !== undefined) return refuseForNow(context, `${problem.message}. ${problem.remedy}`);

	const refusal = judgeRequest(readRequestFacts(context, delivery), policy, 'ReportFlow');
	if (refusal?.kind === 'rejected')
		return refuseUnauthentic(context, refusal.reason, delivery.headerShapes());

	let payload = parsePayload(delivery.body);
	if (payload.kind === 'malformed') return refuseMalformed(context, 'The body of the delivery is not JSON');
	// Before the API is asked: what nobody wants to have is not worth a request.
	if (!isSelected(context, payload)) return acknowledge('not selected');
	if (payload.kind === 'completed') {
		payload = { ...payload, completed: withoutWaitedFor(context, payload.completed) };
	}
	// Nor is what ReportFlow confirmed before, when it is delivered again.
	if (payload.kind === 'completed' && wasAccepted(context, eventIdOf(payload, policy)))
		return acknowledge('redelivery');
	const { verdict, confirmed } = await judgePayload(payload, policy, signal);
	if (verdict.kind === 'rejected') return refuseUnauthentic(context, verdict.reason, delivery.headerShapes());
	if (verdict.kind === 'undecided') return refuseForNow(context, verdict.reason);

	const evidence: Evidence = {
		delivery,
		verification: verdict.verification,
		isBodyTrusted: isBodyTrusted(policy),
		leavesOutPayload: context.getNodeParameter('options.leaveOutPayload', false) === true,
		...(policy.api && { baseUrl: policy.api.baseUrl }),
		...(confirmed && { confirmed }),
	};
	const event =
		payload.kind === 'completed'
			? completedEvent(payload.completed, payload.raw, evidence)
			: unrecognisedEvent(payload, evidence);
	if (!(await claim(context, event.id, receivedAt.getTime()))) return acknowledge('redelivery');
	return emit(event);
}
