import { setTimeout as sleep } from 'node:timers/promises';
import type { Execution } from '../host/n8nApi.mts';
import type { Cluster } from './cluster.mts';

const QUIET_MS = 3_000;

/** All executions of a workflow, when none is under way any more and no new one has come for a while. */
export async function settled(
	{ api }: Cluster,
	workflowId: string,
	withinMs = 240_000,
): Promise<Execution[]> {
	const deadline = Date.now() + withinMs;
	let count = -1;
	let since = Date.now();
	for (;;) {
		const executions = await api.executions({ workflowId }).catch(() => []);
		const open = executions.filter(({ status }) => status === 'new' || status === 'running').length;
		if (executions.length !== count || open > 0) [count, since] = [executions.length, Date.now()];
		if (Date.now() - since > QUIET_MS) return executions;
		if (Date.now() > deadline) return executions;
		await sleep(500);
	}
}
