import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import type {
	IRun,
	IRunExecutionData,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { deepCopy } from 'n8n-workflow';

import { restoreBinaryIds } from './binaryIds.mts';
import { Execution } from './execution.mts';
import type { SavedError } from './execution.mts';
import type { LoadedWorkflow, StoredWorkflow } from './storedWorkflow.mts';

const STOP_TIMEOUT_MS = 5_000;

/** What to run. */
export interface ExecutionRequest {
	stored: StoredWorkflow;
	/** The loading whose static data the execution shares; a fresh one if not given. */
	loaded?: LoadedWorkflow;
	mode: WorkflowExecuteMode;
	data: IRunExecutionData;
	retryOf?: string;
}

/** Stores executions and runs them by n8n-core's own engine. */
export class ExecutionRunner {
	readonly executions: Execution[] = [];
	/** What each execution was started with, by its id: what n8n would have written to its database. */
	private readonly requests = new Map<string, ExecutionRequest>();

	constructor(private readonly additionalData: (executionId: string) => IWorkflowExecuteAdditionalData) {}

	/** Stores an execution, then starts it. Does not wait for its end. */
	async start(request: ExecutionRequest, failStore = false): Promise<Execution> {
		await new Promise((resolve) => setImmediate(resolve)); // the way to the database and back
		if (failStore) throw new Error('SQLITE_FULL: database or disk is full');
		const { stored, mode, retryOf, data } = request;
		const execution = new Execution(String(this.executions.length + 1), stored.id, mode, retryOf);
		this.requests.set(execution.id, { stored, mode, retryOf, data: deepCopy(data) });
		this.executions.push(execution);
		this.run(execution, request);
		return execution;
	}

	/** Runs a failed execution again from where it failed: mode `retry`, an id of its own. */
	async retry(executionId: string): Promise<Execution> {
		const failed = this.find(executionId);
		if (!failed.data) throw new Error('The execution has not ended yet');
		if (failed.data.finished) throw new Error('The execution succeeded, so it cannot be retried.');
		const data = deepCopy(failed.data.data);
		const { lastNodeExecuted, runData } = data.resultData;
		if (lastNodeExecuted) {
			delete data.resultData.error;
			if (runData[lastNodeExecuted]?.at(-1)?.error !== undefined) runData[lastNodeExecuted].pop();
		}
		const { stored } = this.requestOf(executionId);
		const execution = await this.start({ stored, mode: 'retry', data, retryOf: executionId });
		return await execution.done;
	}

	/** Runs an execution again under its own id, from its start, as n8n does with a stalled job of its queue. */
	async rerun(executionId: string): Promise<Execution> {
		const execution = this.find(executionId);
		await execution.done;
		const { data, ...request } = this.requestOf(executionId);
		this.run(execution, { ...request, data: deepCopy(data) });
		return await execution.done;
	}

	/** Goes on with a waiting execution, from what n8n wrote to its database, as n8n does when the time has come. */
	async resume(executionId: string): Promise<Execution> {
		const execution = this.find(executionId);
		const { status, data } = await execution.done;
		if (status !== 'waiting' || !data) throw new Error(`Execution ${executionId} is ${status}, not waiting`);
		// What is one object before is one object after, as n8n's way of writing it keeps it.
		this.run(execution, { ...this.requestOf(executionId), data: structuredClone(data.data) });
		return await execution.done;
	}

	/** Waits until no execution is running. */
	async settled(): Promise<void> {
		await Promise.all(this.executions.map(async (execution) => await execution.done));
	}

	/** Stops what is running and waits for its end; a node that does not heed the stop is an error. */
	async stop(): Promise<void> {
		const running = this.executions.filter(({ status }) => status === 'running');
		for (const execution of running) execution.cancel();
		let timer: NodeJS.Timeout | undefined;
		const late = new Promise<never>((_resolve, reject) => {
			timer = setTimeout(() => {
				const ids = running.filter(({ status }) => status === 'running').map(({ id }) => id);
				reject(new Error(`Executions ${ids.join(', ')} did not end when they were stopped`));
			}, STOP_TIMEOUT_MS);
		});
		try {
			await Promise.race([this.settled(), late]);
		} finally {
			clearTimeout(timer);
		}
	}

	private run(execution: Execution, { stored, loaded = stored.load(), mode, data }: ExecutionRequest): void {
		const additionalData = this.additionalData(execution.id);
		const hooks = new ExecutionLifecycleHooks(mode, execution.id, loaded);
		hooks.addHandler('workflowExecuteAfter', async (run, newStaticData) => {
			if (mode === 'webhook') await restoreBinaryIds(run, execution.id);
			if (mode !== 'manual' && newStaticData) stored.saveStaticData(newStaticData);
		});
		additionalData.hooks = hooks;
		execution.status = 'running';
		execution.data = undefined;
		const startedAt = new Date();
		const finish = (run: IRun): Execution => {
			execution.status = run.status;
			execution.data = run;
			return execution;
		};
		const refuse = (error: Error): Execution =>
			finish({ data: failed(data, error), mode, startedAt, storedAt: 'db', status: 'error' });
		try {
			const engine = new WorkflowExecute(additionalData, mode, data);
			const running = engine.processRunExecutionData(stored.build(loaded));
			execution.cancel = () => running.cancel();
			execution.done = running.then(finish, refuse);
		} catch (error) {
			execution.done = Promise.resolve(refuse(error as Error)); // the workflow has issues: nothing ran
		}
	}

	private find(executionId: string): Execution {
		const execution = this.executions.find(({ id }) => id === executionId);
		if (!execution) throw new Error(`There is no execution ${executionId}`);
		return execution;
	}

	private requestOf(executionId: string): ExecutionRequest {
		const request = this.requests.get(executionId);
		if (!request) throw new Error(`There is no execution ${executionId}`);
		return request;
	}
}

function failed(data: IRunExecutionData, error: Error): IRunExecutionData {
	const saved = { ...error, message: error.message, stack: error.stack } as SavedError;
	return { ...data, resultData: { ...data.resultData, error: saved } };
}
