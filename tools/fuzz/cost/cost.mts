import { createRandom } from '../../sandbox/random.mts';
import { targets } from './targets.mts';
import { BYTES_AT_MOST, makeTree } from './trees.mts';
import { watch, watchAgainIf, type Cost } from './watch.mts';
import { openWorkshop } from './workshop.mts';

const CPU_AT_MOST = 1_000;
const STALL_AT_MOST = 50;
const MEMORY_AT_MOST = 64e6;
const kinds = ['cpu', 'stallCpu', 'stall', 'memory'] as const;

/**
 * Random packet trees, up to 64 kB, through everything that reads what strangers send. None may cost more than a second of
 * processor time, hold the event loop for more than 50 ms of it, or hold more than 64 MB. Gives the number of findings.
 */
export async function fuzzCost(count: number, seed: number, only?: number[]): Promise<number> {
	const shop = await openWorkshop();
	const idle = await watch(async () => await new Promise((resolve) => setTimeout(resolve, 3_000)));
	console.log(`With nothing to do: ${describe(idle)}`);
	const worst = new Map<string, Cost>();
	const findings: string[] = [];
	const started = Date.now();
	const indexes = only ?? Array.from({ length: count }, (_, index) => index);
	for (const index of indexes) {
		const random = createRandom(seed * 1_000_003 + index);
		const tree = makeTree(random, shop);
		const message = random.below(2) === 0 ? await shop.seal(tree, random) : tree;
		if (message.length > BYTES_AT_MOST) continue;
		const target = random.pick(Object.keys(targets));
		if (process.env.COST_LOG) console.error(index, target, message.length);
		const choices = random.below(2 ** 31);
		const cost = await watchAgainIf(
			isTooMuch,
			async () => await targets[target]!(message, shop, createRandom(choices)),
		);
		const most = worst.get(target) ?? { ...cost };
		for (const kind of kinds) most[kind] = Math.max(most[kind], cost[kind]);
		worst.set(target, most);
		if (isTooMuch(cost)) findings.push(`#${index} ${target}, ${message.length} bytes: ${describe(cost)}`);
	}
	for (const [target, cost] of worst) console.log(`Most for ${target}: ${describe(cost)}`);
	console.log(
		`${indexes.length} messages in ${Math.round((Date.now() - started) / 1000)} s, ${findings.length} findings`,
	);
	for (const finding of findings.slice(0, 50)) console.log(finding);
	return findings.length;
}

const isTooMuch = ({ cpu, stallCpu, memory }: Cost) =>
	cpu > CPU_AT_MOST || stallCpu > STALL_AT_MOST || memory > MEMORY_AT_MOST;

const describe = ({ cpu, stall, stallCpu, memory }: Cost) =>
	`${cpu.toFixed(0)} ms of processor, longest stall ${stallCpu.toFixed(0)} ms of processor (${stall.toFixed(0)} ms by the clock), ${(memory / 1e6).toFixed(0)} MB`;
