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
import { refuseForNow } from '../shared/deliveries/answer';
import { dropRedelivery } from '../shared/deliveries/dropRedelivery';
import type { ReportEvent } from '../shared/deliveries/reportEvent';
import { quick } from './api/patience';
import { connectReportApiTest } from './api/testConnectReportApi';
import { recordKeys } from './deliveries/eventId';
import { windowOf } from './deliveries/options';
import { policyProblem, readPolicy, withoutItems } from './deliveries/policy';
import { receive } from './deliveries/receive';
import { setUpTexts } from './deliveries/setUpTexts';
import { isUndecided, settle } from './deliveries/settle';
import { triggerFields } from './deliveries/triggerFields';
import { plainTokenProblem, warnOfUrl } from './deliveries/warnOfUrl';

export class ConnectReportTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ConnectReport Trigger',
		name: 'connectReportTrigger',
		icon: { light: 'file:connectReport.svg', dark: 'file:connectReport.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description:
			'Starts the workflow when a report task of ConnectReport starts, succeeds or fails, once for each run',
		defaults: { name: 'ConnectReport Trigger' },
		...setUpTexts,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
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

	methods = { credentialTest: { connectReportApiTest } };

	webhookMethods = {
		default: {
			/** Callbacks are set up by an administrator, and no API for them is documented: nobody can be asked. */
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

	/** An exception would be answered with 500 and leave a failed execution behind. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this).catch((error: unknown) =>
			refuseForNow(this, `an unexpected error: ${error instanceof Error ? error.name : 'unknown'}`),
		);
	}

	/**
	 * n8n calls this at the start of the execution, with what `webhook` emitted: here is the time for what could not be
	 * decided at once, and the database for the durable layer of deduplication.
	 */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const [item] = this.getInputData();
		if (item === undefined) return [[]];
		warnOfUrl(this);
		const event = isUndecided(item.json)
			? await settle(this, item.json)
			: (item.json as never as ReportEvent);
		if (event === undefined) return [[]];
		const { key, more } = recordKeys(event.id, windowOf(withoutItems(this)));
		const emitted = [{ json: event as unknown as IDataObject, pairedItem: { item: 0 } }];
		return [await dropRedelivery(this, emitted, key, more)];
	}
}

/** Refuses to go live with nothing to verify with, and warns of a URL over which a token travels in the open. */
async function prepareToListen(context: IHookFunctions): Promise<void> {
	const policy = await readPolicy(context, quick);
	const problem = policyProblem(policy);
	if (problem !== undefined) {
		throw new NodeOperationError(context.getNode(), problem.message, { description: problem.remedy });
	}
	const url = context.getNodeWebhookUrl('default') ?? '';
	// The URL that went live: `execute` warns beside the output, too.
	context.getWorkflowStaticData('node').productionUrl = url;
	const urlProblem = plainTokenProblem(url, policy.proofs);
	if (urlProblem !== undefined) context.logger.warn(`${context.getNode().name}: ${urlProblem}`);
}
