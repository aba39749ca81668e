import { HookContext } from 'n8n-core';
import type {
	IHttpRequestMethods,
	INode,
	IWebhookData,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

/** The webhooks that the nodes of a workflow describe, as n8n would enter them in its table. */
export function webhooksOf(
	workflow: Workflow,
	additionalData: IWorkflowExecuteAdditionalData,
): IWebhookData[] {
	return Object.values(workflow.nodes).flatMap((node) => {
		if (node.disabled) return [];
		const { description } = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
		return (description.webhooks ?? []).flatMap((webhookDescription) => {
			const evaluate = (value: string | boolean | undefined, fallback: string | boolean) =>
				workflow.expression.getSimpleParameterValue(node, value, 'internal', {}, undefined, fallback);
			const path = String(evaluate(webhookDescription.path, '')).replace(/^\/|\/$/g, '');
			const isFullPath = evaluate(webhookDescription.isFullPath, false) === true;
			return String(evaluate(webhookDescription.httpMethod, 'GET'))
				.split(',')
				.map((method) => ({
					httpMethod: method.trim() as IHttpRequestMethods,
					node: node.name,
					path: withOwnId(NodeHelpers.getNodeWebhookPath(workflow.id, node, path, isFullPath), node),
					webhookDescription,
					workflowId: workflow.id,
					workflowExecuteAdditionalData: additionalData,
				}));
		});
	});
}

/** A path with a part that anything may stand for is found by the webhook's ID before it. */
const withOwnId = (path: string, { webhookId }: INode): string =>
	path.includes('/:') && webhookId !== undefined ? `${webhookId}/${path}` : path;

/** Calls `checkExists` and, where that says no, `create`. */
export async function createWebhook(
	workflow: Workflow,
	webhook: IWebhookData,
	mode: WorkflowExecuteMode,
	activation: WorkflowActivateMode,
): Promise<void> {
	const exists = await callWebhookMethod('checkExists', workflow, webhook, mode, activation);
	if (!exists) await callWebhookMethod('create', workflow, webhook, mode, activation);
}

/** Calls `delete`. */
export async function deleteWebhook(
	workflow: Workflow,
	webhook: IWebhookData,
	mode: WorkflowExecuteMode,
	activation: WorkflowActivateMode,
): Promise<void> {
	await callWebhookMethod('delete', workflow, webhook, mode, activation);
}

async function callWebhookMethod(
	method: 'checkExists' | 'create' | 'delete',
	workflow: Workflow,
	webhook: IWebhookData,
	mode: WorkflowExecuteMode,
	activation: WorkflowActivateMode,
): Promise<boolean | undefined> {
	const node = workflow.getNode(webhook.node);
	if (!node) return undefined;
	const type = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	const hook = type.webhookMethods?.[webhook.webhookDescription.name]?.[method];
	const { workflowExecuteAdditionalData } = webhook;
	const context = new HookContext(workflow, node, workflowExecuteAdditionalData, mode, activation, webhook);
	return await hook?.call(context);
}
