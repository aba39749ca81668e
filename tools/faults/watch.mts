import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster.mts';

const MB = 1024 * 1024;

/** Memory of a process, in MB. */
export function memoryOf(pid: number): number {
	try {
		return (Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024) / MB;
	} catch {
		return 0;
	}
}

/** Time on a processor, in ms, and bytes written, of a process so far. */
export function usageOf(pid: number) {
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
	const written = /write_bytes: (\d+)/.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1];
	return { cpuMs: (Number(fields[11]) + Number(fields[12])) * 10, written: Number(written) };
}

/** Watches how much memory n8n takes, and how many executions are under way, until told to end. */
export function watch({ members, api }: Cluster, workflowId: string) {
	const seen = { memoryBefore: total(members), memory: 0, underWay: 0 };
	let watching = true;
	const done = (async () => {
		for (let round = 0; watching; round++) {
			seen.memory = Math.max(seen.memory, total(members));
			if (round % 4 === 0) {
				const running = await api.countRunning(workflowId).catch(() => 0);
				seen.underWay = Math.max(seen.underWay, running);
			}
			await sleep(250);
		}
	})();
	return async () => {
		watching = false;
		await done;
		return seen;
	};
}

const total = (members: Cluster['members']) => members.reduce((sum, { pid }) => sum + memoryOf(pid), 0);

/** How busy this machine is: figures on a busy one say little of time, and all of order. */
export const load = () => readFileSync('/proc/loadavg', 'utf8').split(' ')[0]!;
