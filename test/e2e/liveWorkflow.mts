import { setTimeout as sleep } from 'node:timers/promises';
import type { Execution, ExecutionItem } from '../../tools/host/n8nApi.mts';
import type { N8n } from '../../tools/host/n8n.mts';
import type { Sandbox, SandboxReport, SignatureForm } from '../../tools/sandbox/Tesouro/sandbox.mts';
import { chain, webhookPath, type FlowNode } from './workflow.mts';

/** A workflow that n8n runs. */
export interface LiveWorkflow {
	id: string;
	/** Where it takes deliveries. */
	url: string;
	/** Delivers once, as the provider does, and says with which status that was answered. */
	deliver(report: SandboxReport, signature?: SignatureForm): Promise<number | null>;
	/** All executions, oldest first and with data, when `expected` ones have ended and time for more has passed. */
	executions(expected: number): Promise<Execution[]>;
}

/** n8n stores an execution before it answers, so that this is time enough for one too many to show. */
const TIME_FOR_MORE_MS = 400;

/** Makes a workflow and publishes it. */
export async function publish(
	{ n8n, sandbox }: { n8n: N8n; sandbox: Sandbox },
	nodes: FlowNode[],
	credentials: Record<string, { id: string; name: string }>,
): Promise<LiveWorkflow> {
	const id = await n8n.createWorkflow(chain(nodes, credentials));
	await n8n.publish(id);
	const url = `${n8n.url}/${webhookPath(nodes[0]!)}`;
	return {
		id,
		url,
		async deliver(report, signature) {
			const attempts = await sandbox.deliver(report, {
				to: url,
				retry: false,
				...(signature && { signature }),
			});
			return attempts[0]?.status ?? null;
		},
		async executions(expected) {
			await n8n.waitForExecutions(id, expected, 280_000);
			await sleep(TIME_FOR_MORE_MS);
			return await n8n.waitForExecutions(id, expected);
		},
	};
}

/** What a node handed on in its last run; undefined if it did not run. */
export function outputOf(execution: Execution | undefined, node: string): ExecutionItem[] | undefined {
	const run = execution?.data?.resultData.runData[node]?.at(-1);
	return run && (run.data?.main[0] ?? []);
}

/** Why an execution failed. */
export const errorOf = (execution: Execution | undefined) => execution?.data?.resultData.error?.message;

/** All that a person reads of why an execution failed: what happened, then what to do. */
export function wordsOf(execution: Execution | undefined): string {
	const error = execution?.data?.resultData.error;
	return [error?.message, error?.description].filter(Boolean).join('\n    ');
}
