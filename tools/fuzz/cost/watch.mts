import { openSync, readSync } from 'node:fs';
import { collectGarbage } from '../../harness/collectGarbage.mts';

/** What one message cost the process. Times in milliseconds, memory in bytes. */
export interface Cost {
	cpu: number;
	/** The longest time between two ticks of a timer, by the clock: what else runs on the machine is in it. */
	stall: number;
	/** The same in processor time of the thread that runs JavaScript, which a busy machine does not change. */
	stallCpu: number;
	/** What is held when garbage was collected; that is done only where all of it would be more than `HELD_ANYHOW`. */
	memory: number;
}

const cpuNow = () => {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
};

/** Of this thread alone (Linux): not those that compile and collect garbage beside it. */
const threadNow = () => {
	const length = readSync(schedule, text, 0, text.length, 0);
	return Number(text.toString('latin1', 0, length).split(' ')[0]) / 1e6;
};
const schedule = openSync('/proc/self/schedstat', 'r');
const text = Buffer.alloc(128);

/** Garbage below that is left to Node: to collect it after each step would take most of the time. */
const HELD_ANYHOW = 48e6;

const memoryNow = () => {
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
};

/** Runs the work and watches the event loop from the inside, with a timer that wants to tick every millisecond. */
export async function watch(work: () => Promise<unknown>): Promise<Cost> {
	collectGarbage();
	const memoryBefore = memoryNow();
	const cost: Cost = { cpu: 0, stall: 0, stallCpu: 0, memory: 0 };
	let lastTime = performance.now();
	let lastCpu = threadNow();
	const look = () => {
		const time = performance.now();
		const cpu = threadNow();
		cost.stall = Math.max(cost.stall, time - lastTime);
		cost.stallCpu = Math.max(cost.stallCpu, Math.min(cpu - lastCpu, time - lastTime));
		let memory = memoryNow() - memoryBefore;
		if (memory > HELD_ANYHOW && memory > cost.memory) {
			// The second time waits until the buffers that the first one found are freed.
			collectGarbage();
			collectGarbage();
			memory = memoryNow() - memoryBefore;
		}
		cost.memory = Math.max(cost.memory, memory);
		lastTime = performance.now();
		lastCpu = threadNow();
	};
	const timer = setInterval(look, 1);
	const cpuBefore = cpuNow();
	await work().catch(() => undefined);
	look();
	cost.cpu = cpuNow() - cpuBefore;
	clearInterval(timer);
	return cost;
}

const TRIES = 3;

/**
 * What a message costs, it costs each time; what the machine does meanwhile (compile, collect garbage, run another process)
 * does not come again at the same place. So work that seems to be too much is done again, and the least counts.
 */
export async function watchAgainIf(
	isTooMuch: (cost: Cost) => boolean,
	work: () => Promise<unknown>,
): Promise<Cost> {
	let cost = await watch(work);
	for (let tries = 1; tries < TRIES && isTooMuch(cost); tries++) {
		const again = await watch(work);
		for (const kind of ['cpu', 'stall', 'stallCpu', 'memory'] as const)
			cost = { ...cost, [kind]: Math.min(cost[kind], again[kind]) };
	}
	return cost;
}
