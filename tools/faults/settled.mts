import { setTimeout as sleep } from 'node:timers/promises';
import type { Execution } from '../host/n8nApi.mts';
import type { Cluster } from './cluster.mts';

const QUIET_MS = 3_000;
/** Longer than an execution of any row lasts: n8n leaves one "running" for ever that it killed before its first node. */
const LEFT_MS = 30_000;

/** All executions of a workflow, when none has come and none has ended for a while. */
export async function settled(
	{ api }: Cluster,
	workflowId: string,
	withinMs = 240_000,
): Promise<Execution[]> {
	const deadline = Date.now() + withinMs;
	let seen = '';
	let since = Date.now();
	for (;;) {
		const executions = await api.executions({ workflowId }).catch(() => []);
		const open = executions.filter(isOpen);
		const now = JSON.stringify([executions.length, open.map(({ id }) => id)]);
		if (now !== seen) [seen, since] = [now, Date.now()];
		if (Date.now() - since > (open.length === 0 ? QUIET_MS : LEFT_MS)) return executions;
		if (Date.now() > deadline) return executions;
		await sleep(500);
	}
}

export const isOpen = ({ status }: Execution) => status === 'new' || status === 'running';
