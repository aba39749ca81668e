import type {
	ExecutionStatus,
	INodeExecutionData,
	IRun,
	IRunExecutionData,
	ITaskData,
	NodeExecutionHint,
	WorkflowExecuteMode,
} from 'n8n-workflow';

/** What a failed execution keeps of its error: a plain copy, as n8n saves and shows it. */
export type SavedError = NonNullable<IRunExecutionData['resultData']['error']>;

/** One execution, as the list of executions in n8n would tell of it. */
export class Execution {
	status: ExecutionStatus = 'new';
	/** The saved run; there once the execution has ended. */
	data?: IRun;
	/** Settles, never rejects, when the execution has ended. */
	done!: Promise<Execution>;
	/** Asks the execution to stop, as the stop button does; await `done` to see when it did. */
	cancel: () => void = () => {};

	constructor(
		readonly id: string,
		readonly workflowId: string,
		readonly mode: WorkflowExecuteMode,
		readonly retryOf?: string,
	) {}

	/** The error that the execution failed with. */
	get error(): SavedError | undefined {
		return this.data?.data.resultData.error;
	}

	/** The names of the nodes that ran. */
	get nodesRun(): string[] {
		return Object.keys(this.data?.data.resultData.runData ?? {});
	}

	/** What a node emitted at its last run; empty if it emitted nothing or never ran. */
	nodeOutput(name: string, output = 0): INodeExecutionData[] {
		return this.lastRun(name)?.data?.main?.[output] ?? [];
	}

	/** The hints that a node left for the user. */
	nodeHints(name: string): NodeExecutionHint[] {
		return this.lastRun(name)?.hints ?? [];
	}

	private lastRun(name: string): ITaskData | undefined {
		return this.data?.data.resultData.runData[name]?.at(-1);
	}
}
