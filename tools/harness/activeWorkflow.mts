import type {
	IDataObject,
	INode,
	IWebhookData,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { deliver } from './deliver.mts';
import type { DeliveryAnswer, DeliveryOptions } from './deliver.mts';
import type { ExecutionRunner } from './executionRunner.mts';
import type { Execution } from './execution.mts';
import { createWebhook, deleteWebhook, webhooksOf } from './nodeWebhooks.mts';
import type { LoadedWorkflow, StoredWorkflow } from './storedWorkflow.mts';
import { runWebhook } from './webhookPhase.mts';
import type { WebhookHandler, WebhookServer } from './webhookServer.mts';

/** What an active workflow needs of the n8n around it. */
export interface WorkflowSurroundings {
	server: WebhookServer;
	runner: ExecutionRunner;
	additionalData: () => IWorkflowExecuteAdditionalData;
}

/** A test run that waits for one delivery, as after "Listen for test event". */
export interface TestListener {
	/** Deliver here instead of at the production URL. */
	url: string;
	/** Ends listening without a delivery: calls `delete`. */
	close(): Promise<void>;
}

/** A published workflow: its webhooks can be delivered to, and what they start is listed. */
export class ActiveWorkflow {
	/** Why a node could not unregister, the last time: n8n warns of it, and goes on. */
	teardownFailure?: Error;
	/** Makes n8n fail to store the next execution that a delivery starts. */
	failNextStore = false;

	constructor(
		private readonly stored: StoredWorkflow,
		private readonly surroundings: WorkflowSurroundings,
	) {}

	get id(): string {
		return this.stored.id;
	}

	get isActive(): boolean {
		return this.stored.active;
	}

	/** The URL of the first webhook of the first trigger. */
	get url(): string {
		return this.urlOf(this.webhooks()[0]);
	}

	/** The executions of this workflow, oldest first. Deliveries are answered before theirs have ended. */
	get executions(): Execution[] {
		return this.surroundings.runner.executions.filter(({ workflowId }) => workflowId === this.id);
	}

	/** Static data as saved. */
	get staticData(): IDataObject {
		return this.stored.staticData;
	}

	/** The URL of a certain webhook, for nodes that describe several. */
	webhookUrl(nodeName: string, webhookName = 'default'): string {
		return this.urlOf(
			this.webhooks().find(
				({ node, webhookDescription }) => node === nodeName && webhookDescription.name === webhookName,
			),
		);
	}

	/** Sends bytes, text, or a value as JSON to `url`, and reads the answer. */
	async deliver(body: unknown, options?: DeliveryOptions): Promise<DeliveryAnswer> {
		return await deliver(this.url, body, options);
	}

	/** Waits until nothing is running, then gives the executions of this workflow. */
	async settled(): Promise<Execution[]> {
		await this.surroundings.server.answeredAreDone();
		await this.surroundings.runner.settled();
		return this.executions;
	}

	/** Runs a failed execution again: mode `retry`, from the node that failed, under a new id. */
	async retry(executionId: string): Promise<Execution> {
		return await this.surroundings.runner.retry(executionId);
	}

	/** Runs an execution again from its start under its own id, as n8n's queue does with a stalled job. */
	async rerun(executionId: string): Promise<Execution> {
		return await this.surroundings.runner.rerun(executionId);
	}

	/** Registers the webhooks: `checkExists`, `create`. Called by the harness. */
	async activate(activation: WorkflowActivateMode): Promise<void> {
		this.stored.active = true;
		const workflow = this.stored.build(this.stored.load());
		const webhooks = this.webhooks(workflow);
		try {
			for (const webhook of webhooks) {
				this.surroundings.server.add('webhook', webhook.httpMethod, webhook.path, this.production(webhook));
				await createWebhook(workflow, webhook, 'trigger', activation);
			}
		} catch (error) {
			// What the failed attempt wrote is lost: n8n loads the workflow anew, and has each node delete.
			await this.deregister();
			this.close();
			this.stored.active = false;
			throw error;
		}
		this.stored.saveStaticData(workflow.staticData);
	}

	/** Publishes a new version: n8n unregisters the old one first. */
	async publish(nodes: INode[]): Promise<void> {
		await this.deregister();
		this.close();
		this.stored.replaceNodes(nodes);
		await this.activate('update');
	}

	/** A new draft, which a test listen takes. */
	replaceNodes(nodes: INode[]): void {
		this.stored.replaceNodes(nodes);
	}

	/** As somebody who edits the database. */
	saveStaticData(data: IDataObject): void {
		this.stored.saveStaticData({ ...data, __dataChanged: true });
	}

	loseStaticData(): void {
		this.saveStaticData({});
	}

	/** Unregisters the webhooks: `delete`. */
	async deactivate(): Promise<void> {
		await this.deregister();
		this.close();
		this.stored.active = false;
	}

	/** Stops taking deliveries without telling the nodes, as the end of n8n's process does. */
	close(): void {
		for (const { httpMethod, path } of this.webhooks()) {
			this.surroundings.server.remove('webhook', httpMethod, path);
		}
	}

	/** Listens for a test event: mode `manual`, static data of its own, until one starts an execution. */
	async listen(): Promise<TestListener> {
		const workflow = this.stored.build({ ...this.stored.load(), active: false, staticData: {} });
		const { staticData } = workflow;
		const webhooks = this.webhooks(workflow).map((webhook) => ({ ...webhook, isTest: true }));
		const close = async (): Promise<void> => {
			for (const webhook of webhooks) {
				this.surroundings.server.remove('webhook-test', webhook.httpMethod, webhook.path);
				await deleteWebhook(workflow, webhook, 'internal', 'update');
			}
		};
		for (const webhook of webhooks) {
			const handler = this.testRun(webhook, staticData, close);
			this.surroundings.server.add('webhook-test', webhook.httpMethod, webhook.path, handler);
			await createWebhook(workflow, webhook, 'manual', 'manual');
		}
		return { url: this.urlOf(webhooks[0], 'webhook-test'), close };
	}

	private async deregister(): Promise<void> {
		const workflow = this.stored.build(this.stored.load());
		delete this.teardownFailure;
		for (const webhook of this.webhooks(workflow)) {
			await deleteWebhook(workflow, webhook, 'internal', 'update').catch(
				(error: Error) => (this.teardownFailure = error),
			);
		}
		this.stored.saveStaticData(workflow.staticData);
	}

	private production(webhook: IWebhookData): WebhookHandler {
		return async (request, response) => {
			const loaded = this.stored.load();
			const workflow = this.stored.build(loaded);
			await runWebhook({
				workflow,
				webhook,
				mode: 'webhook',
				additionalData: this.surroundings.additionalData(),
				request,
				response,
				beforeAnswer: () => this.stored.saveStaticData(workflow.staticData),
				startExecution: async (data) => await this.start('webhook', loaded, data),
			});
		};
	}

	private testRun(
		webhook: IWebhookData,
		staticData: IDataObject,
		close: () => Promise<void>,
	): WebhookHandler {
		return async (request, response) => {
			const loaded = { ...this.stored.load(), active: false, staticData: {} };
			const workflow = this.stored.build(loaded);
			workflow.setTestStaticData(staticData);
			const started = await runWebhook({
				workflow,
				webhook,
				mode: 'manual',
				additionalData: this.surroundings.additionalData(),
				request,
				response,
				beforeAnswer: () => {},
				startExecution: async (data) => await this.start('manual', loaded, data),
			});
			if (started) await close();
		};
	}

	private async start(
		mode: WorkflowExecuteMode,
		loaded: LoadedWorkflow,
		data: Parameters<ExecutionRunner['start']>[0]['data'],
	): Promise<Execution> {
		const failStore = this.failNextStore;
		this.failNextStore = false;
		return await this.surroundings.runner.start({ stored: this.stored, loaded, mode, data }, failStore);
	}

	private webhooks(workflow: Workflow = this.stored.build(this.stored.load())): IWebhookData[] {
		return webhooksOf(workflow, this.surroundings.additionalData());
	}

	private urlOf(webhook: IWebhookData | undefined, prefix = 'webhook'): string {
		if (!webhook) throw new Error('The workflow has no such webhook');
		return `${this.surroundings.server.baseUrl}/${prefix}/${webhook.path}`;
	}
}
