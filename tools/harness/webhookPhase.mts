import { WebhookContext } from 'n8n-core';
import type {
	INode,
	IRunExecutionData,
	IWebhookData,
	IWebhookResponseData,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { createRunExecutionData, NodeConnectionTypes } from 'n8n-workflow';

import { parseBody } from './requestBody.mts';
import { ResponseError } from './responseError.mts';
import type { WebhookRequest } from './webhookRequest.mts';
import type { WebhookResponse } from './webhookResponse.mts';

/** One request on its way through a trigger's `webhook()`. */
export interface WebhookCall {
	workflow: Workflow;
	webhook: IWebhookData;
	mode: WorkflowExecuteMode;
	additionalData: IWorkflowExecuteAdditionalData;
	request: WebhookRequest;
	response: WebhookResponse;
	/** Called just before n8n answers: where it saves static data. */
	beforeAnswer: () => void;
	/** Stores and starts the execution; if it rejects, the sender gets a 500. */
	startExecution: (data: IRunExecutionData) => Promise<unknown>;
}

/**
 * Does what n8n does with a request to a webhook that answers on receipt: parse the body, call the node,
 * store and start the execution, and only then answer.
 *
 * @returns whether an execution was started
 */
export async function runWebhook(call: WebhookCall): Promise<boolean> {
	let answered = false;
	const answer = (send: () => void): void => {
		if (answered) return;
		answered = true;
		call.beforeAnswer();
		send();
	};
	try {
		return await receive(call, answer);
	} catch (error) {
		const refusal =
			error instanceof ResponseError && error.httpStatusCode < 500
				? error
				: new ResponseError(500, 'There was a problem executing the workflow');
		if (!answered) sendError(call.response, refusal);
		return false;
	}
}

async function receive(call: WebhookCall, answer: (send: () => void) => void): Promise<boolean> {
	const { workflow, webhook, request, response } = call;
	const node = workflow.getNode(webhook.node)!;
	const responseMode = evaluate(call, node, 'responseMode', 'onReceived');
	if (responseMode !== 'onReceived') throw new Error(`The harness does not know ${String(responseMode)}`);
	const responseCode = Number(evaluate(call, node, 'responseCode', 200));
	await parseBody(request, node.typeVersion);
	request.body ??= {};

	let result: IWebhookResponseData;
	let failure: Partial<IRunExecutionData> = {};
	try {
		result = await callNode(call, node);
	} catch (error) {
		answer(() =>
			sendError(response, new ResponseError(500, 'Workflow Webhook Error: Workflow could not be started!')),
		);
		failure = failureOf(error as Error, node);
		result = { noWebhookResponse: true, workflowData: [[{ json: {} }]] };
	}
	if (result.noWebhookResponse) answer(() => {});
	if (result.workflowData === undefined) {
		answer(() =>
			sendBody(response, responseCode, result.webhookResponse ?? { message: 'Webhook call received' }),
		);
		return false;
	}
	const data = createRunExecutionData({
		executionData: {
			nodeExecutionStack: [{ node, data: { [NodeConnectionTypes.Main]: result.workflowData }, source: null }],
		},
	});
	await call.startExecution(Object.assign(data, failure));
	answer(() => {
		const responseData = evaluate(call, node, 'responseData', 'firstEntryJson');
		const body = responseData || (result.webhookResponse ?? { message: 'Workflow was started' });
		sendBody(response, responseCode, responseData === 'noData' ? undefined : body);
	});
	return true;
}

async function callNode(call: WebhookCall, node: INode): Promise<IWebhookResponseData> {
	const { workflow, webhook, mode, additionalData } = call;
	additionalData.httpRequest = call.request as never;
	additionalData.httpResponse = call.response as never;
	const type = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	if (!type.webhook) throw new Error('Node does not have any webhooks defined');
	return await type.webhook.call(new WebhookContext(workflow, node, additionalData, mode, webhook, [], null));
}

function evaluate({ workflow, webhook, mode }: WebhookCall, node: INode, field: string, fallback: unknown) {
	const value = webhook.webhookDescription[field] as string | undefined;
	return workflow.expression.getSimpleParameterValue(node, value, mode, {}, undefined, fallback as string);
}

function failureOf(error: Error, node: INode): Partial<IRunExecutionData> {
	const saved = { ...error, message: error.message, stack: error.stack } as never;
	return { resultData: { runData: {}, lastNodeExecuted: node.name, error: saved } };
}

/** Sends what n8n answers an error with. */
export function sendError(response: WebhookResponse, error: ResponseError): void {
	if (!response.headersSent) response.status(error.httpStatusCode).json(error.body);
}

function sendBody(response: WebhookResponse, code: number, body: unknown): void {
	response.status(code);
	if (typeof body === 'string') response.send(body);
	else response.json(body);
}
