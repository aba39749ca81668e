import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster.mts';

const WITHIN_MS = 30_000;
const MB = 1024 * 1024;

/** For `NODE_OPTIONS` of an n8n that is to be asked for its live heap. */
export const HEAP_PROBE = `--require ${resolve('tools/faults/heapProbe.cjs')}`;

/** What n8n still holds when all garbage has been collected, in MB: objects, and buffers outside V8's heap. */
export async function liveHeap({ folder, receivers }: Cluster): Promise<number> {
	const { pid } = receivers[0]!;
	const file = join(folder, 'n8n', `heap-${pid}.json`);
	await rm(file, { force: true });
	process.kill(pid, 'SIGUSR2');
	for (const deadline = Date.now() + WITHIN_MS; ; await sleep(100)) {
		const text = await readFile(file, 'utf8').catch(() => '');
		if (text !== '') {
			const { heapUsed, external } = JSON.parse(text) as NodeJS.MemoryUsage;
			return (heapUsed + external) / MB;
		}
		if (Date.now() > deadline) throw new Error('n8n did not say how much of its heap is in use');
	}
}

/** The same of an n8n that has just started, with the same workflows: restarts it. */
export async function liveHeapOfNew(cluster: Cluster): Promise<number> {
	const member = cluster.receivers[0]!;
	await member.stop();
	await member.start();
	return await liveHeap(cluster);
}
