import type { Readable } from 'node:stream';

import type {
	IBinaryData,
	ICredentialDataDecryptedObject,
	INodeExecutionData,
	WorkflowActivateMode,
} from 'n8n-workflow';

import { ActiveWorkflow } from './activeWorkflow.mts';
import { createAdditionalData } from './additionalData.mts';
import { readBinary, storeBinary, storedFiles } from './binaryStore.mts';
import { CredentialStore } from './credentialStore.mts';
import { CredentialsHelper } from './credentialsHelper.mts';
import { ExecutionRunner } from './executionRunner.mts';
import type { Execution } from './execution.mts';
import { startInstance } from './instance.mts';
import type { BinaryMode, Instance } from './instance.mts';
import { InstalledTypes } from './installedTypes.mts';
import type { CredentialSource, NodeSource } from './installedTypes.mts';
import type { LogLine } from './logbook.mts';
import { runNode } from './runNode.mts';
import type { NodeInput, NodeResult, RunNodeOptions } from './runNode.mts';
import { StoredWorkflow } from './storedWorkflow.mts';
import type { WorkflowInput } from './storedWorkflow.mts';
import { WebhookServer } from './webhookServer.mts';

export type { ActiveWorkflow, TestListener } from './activeWorkflow.mts';
export type { DeliveryAnswer, DeliveryOptions } from './deliver.mts';
export type { Execution, SavedError } from './execution.mts';
export type { NodeInput, NodeResult, RunNodeOptions } from './runNode.mts';
export type { WorkflowInput } from './storedWorkflow.mts';

/** What to start the harness with. */
export interface HarnessOptions {
	nodes: NodeSource[];
	credentialTypes?: CredentialSource[];
	/** `filesystem` unless told. */
	binaryMode?: BinaryMode;
	/** How long one access to the table of processed values takes; 0 unless told. */
	dedupLatencyMs?: number;
}

/** Starts what a node of this package meets in n8n: n8n-core's contexts, engine, helpers and binary store. */
export async function startHarness(options: HarnessOptions): Promise<Harness> {
	const instance = await startInstance(options.binaryMode ?? 'filesystem', options.dedupLatencyMs);
	const server = new WebhookServer();
	await server.start();
	const types = new InstalledTypes(options.nodes, options.credentialTypes ?? []);
	return new Harness(instance, server, types);
}

/** An n8n for tests: the engine is n8n-core's own, the database and the web server around it are small. */
export class Harness {
	private readonly credentials = new CredentialStore();
	private readonly helper: CredentialsHelper;
	private readonly runner: ExecutionRunner;
	private stopped = false;
	/** What N8N_WEBHOOK_URL says: the address that this n8n believes to have. Its server's own unless set. */
	publicAddress?: string;
	private readonly active = new Set<ActiveWorkflow>();

	constructor(
		private readonly instance: Instance,
		private readonly server: WebhookServer,
		private readonly types: InstalledTypes,
	) {
		this.helper = new CredentialsHelper(types, this.credentials);
		this.runner = new ExecutionRunner((executionId) =>
			createAdditionalData(this.publicAddress ?? server.baseUrl, this.helper, executionId),
		);
	}

	/** Every execution so far, oldest first; their ids count up from 1. */
	get executions(): Execution[] {
		return this.runner.executions;
	}

	/** What nodes and n8n-core logged so far. */
	get logs(): LogLine[] {
		return this.instance.logbook.lines;
	}

	/** Publishes a workflow: runs `checkExists` and `create`, then takes deliveries. */
	async activate(
		workflow: WorkflowInput,
		credentials: Record<string, ICredentialDataDecryptedObject> = {},
		activation: WorkflowActivateMode = 'activate',
	): Promise<ActiveWorkflow> {
		this.saveCredentials(credentials);
		const stored = new StoredWorkflow(workflow, this.types);
		const active = new ActiveWorkflow(stored, {
			server: this.server,
			runner: this.runner,
			additionalData: () => createAdditionalData(this.publicAddress ?? this.server.baseUrl, this.helper),
		});
		await active.activate(activation);
		this.active.add(active);
		return active;
	}

	/** Runs one node over items. */
	async runNode(
		node: NodeInput,
		items: INodeExecutionData[] = [],
		options: RunNodeOptions = {},
	): Promise<NodeResult> {
		this.saveCredentials(options.credentials ?? {});
		return await runNode(this.types, this.runner, node, items, options);
	}

	/** Goes on with a waiting execution, as n8n does when its time has come, also after a restart. */
	async resume(executionId: string): Promise<Execution> {
		return await this.runner.resume(executionId);
	}

	/** Runs a failed execution again: mode `retry`, from the node that failed, under a new id. */
	async retry(executionId: string): Promise<Execution> {
		return await this.runner.retry(executionId);
	}

	/** The credential as saved: shows a token that preAuthentication fetched, for example. */
	savedCredential(id: string): ICredentialDataDecryptedObject {
		return this.credentials.get(id);
	}

	/** Puts bytes into the binary store, as an earlier node would. */
	async storeBinary(
		bytes: Buffer | Readable,
		names?: { fileName?: string; mimeType?: string },
	): Promise<IBinaryData> {
		return await storeBinary(bytes, names);
	}

	/** The bytes of a binary, from the store or from the item. */
	async readBinary(binary: IBinaryData): Promise<Buffer> {
		return await readBinary(binary);
	}

	/** Every file of bytes in the binary store: shows that nothing was left behind. */
	storedFiles(): string[] {
		return storedFiles(this.instance.binaryFolder);
	}

	/**
	 * Ends and starts n8n's process, as far as one process can: connections are cut, running executions
	 * stopped, active workflows activated anew (mode `init`). Processed values, credentials, static data,
	 * executions and binary data outlive it. What a node keeps in its module goes only with the module: load
	 * it anew (`jest.isolateModules`) and give it here.
	 */
	async restart({ nodes = [] }: { nodes?: NodeSource[] } = {}): Promise<void> {
		const workflows = [...this.active].filter(({ isActive }) => isActive);
		for (const workflow of workflows) workflow.close();
		this.server.disconnect();
		for (const execution of this.executions) {
			if (execution.status === 'running') execution.cancel();
		}
		this.types.install(nodes);
		for (const workflow of workflows) await workflow.activate('init');
	}

	/** Stops running executions, waits for their end, and takes everything down. */
	async stop(): Promise<void> {
		if (this.stopped) return;
		this.stopped = true;
		try {
			await this.server.stop();
			await this.runner.stop();
		} finally {
			this.instance.close();
		}
	}

	/** What a user types into credentials; those of active workflows are read anew at each use. */
	saveCredentials(credentials: Record<string, ICredentialDataDecryptedObject>): void {
		for (const [id, data] of Object.entries(credentials)) this.credentials.put(id, data);
	}
}
