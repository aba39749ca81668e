import { deliver } from '../../harness/deliver.mts';
import { fillMemory } from '../fillMemory.mts';
import { bodyOf, publishFlow, publishWebhook, type Flow } from '../flows.mts';
import type { Row, Stage } from '../row.mts';
import { usageOf } from '../watch.mts';
import { median } from '../../harness/median.mts';

/**
 * What one accepted delivery costs, against n8n's own Webhook node, in turns on the same n8n.
 *
 * By default n8n makes a V8 isolate for each delivery, before any expression is read. It spares one node type only: its own
 * Webhook node, and this one only without expressions (`webhookPhaseNeedsIsolate` in n8n's live-webhooks.js). So a third side
 * is measured with the default engine: the Webhook node with one expression, for which n8n does what it does for every other
 * trigger. What our trigger adds is judged against that. The lazy engine makes no isolate for anybody.
 */
export const cost = (engine: Engine): Row => ({
	name: `an accepted delivery against n8n's Webhook node, 10,000 remembered, ${engine} engine`,
	where: 'sqlite',
	env: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: String(engine === 'lazy') },
	async run(stage) {
		const { cluster, scaled } = stage;
		const ours = side(await publishFlow(cluster, 'tesouro', {}));
		const webhook = side(await publishWebhook(cluster));
		const isolated = side(await publishWebhook(cluster, { withExpression: true }));
		await fillMemory(cluster.folder, ours.flow.id);
		const sides = engine === 'lazy' ? [ours, webhook] : [ours, webhook, isolated];
		for (let round = 0; round <= ROUNDS; round++) {
			for (const one of round % 2 ? sides : [...sides].reverse()) {
				await measure(stage, one, round, scaled(25), scaled(50));
			}
		}
		const judged = compare(ours, engine === 'lazy' ? webhook : isolated);
		return {
			figures: {
				...describe('the Webhook node', compare(ours, webhook)),
				...(engine === 'default' && describe('the Webhook node with an expression', judged)),
				'KB more written': judged.kbMoreWritten,
			},
			broken: beyond(judged, LIMITS[engine]),
		};
	},
});

type Engine = 'lazy' | 'default';
const ROUNDS = 8;
const LIMITS = {
	lazy: { p50: 1.15, throughput: 0.9, cpu: 1.2 },
	default: { p50: 1.5, throughput: 0.7, cpu: 1.5 },
};
const KB_WRITTEN_AT_MOST = 40;

function compare(ours: Side, peer: Side) {
	const of = (value: (one: Side) => number) => {
		const [mine, other] = [value(ours), value(peer)];
		return { mine, other, ratio: Number((mine / other).toFixed(2)) };
	};
	const written = of((one) => median(one.written) / 1024);
	return {
		p50: of(({ milliseconds }) => median(milliseconds)),
		throughput: of(({ perSecond }) => median(perSecond)),
		cpu: of(({ cpuMs }) => median(cpuMs)),
		kbMoreWritten: Math.round(written.mine - written.other),
	};
}
type Compared = ReturnType<typeof compare>;

const describe = (peer: string, { p50, throughput, cpu }: Compared) => ({
	[`p50 (ms), against ${peer}`]: `${p50.mine} against ${p50.other}: ${p50.ratio}x`,
	[`throughput, against ${peer}`]: `${throughput.ratio}x`,
	[`CPU (ms), against ${peer}`]: `${Math.round(cpu.mine)} against ${Math.round(cpu.other)}: ${cpu.ratio}x`,
});

const beyond = (
	{ p50, throughput, cpu, kbMoreWritten }: Compared,
	limits: (typeof LIMITS)[Engine],
): string[] => [
	...(p50.ratio > limits.p50 ? [`p50 ${p50.ratio}x`] : []),
	...(throughput.ratio < limits.throughput ? [`throughput ${throughput.ratio}x`] : []),
	...(cpu.ratio > limits.cpu ? [`CPU ${cpu.ratio}x`] : []),
	...(kbMoreWritten > KB_WRITTEN_AT_MOST ? [`${kbMoreWritten} KB more written`] : []),
];

interface Side {
	flow: Flow;
	sent: number;
	milliseconds: number[];
	perSecond: number[];
	cpuMs: number[];
	written: number[];
}
const side = (flow: Flow): Side => ({
	flow,
	sent: 0,
	milliseconds: [],
	perSecond: [],
	cpuMs: [],
	written: [],
});

/** One after the other for the time, then ten at a time for the throughput. Round 0 warms up. */
async function measure({ cluster }: Stage, one: Side, round: number, alone: number, together: number) {
	const { pid, port } = cluster.receivers[0]!;
	const post = async () => {
		const began = Date.now();
		const body = bodyOf.tesouro(`${one.flow.id}-${one.sent++}`);
		const { status } = await deliver(`http://127.0.0.1:${port}/${one.flow.path}`, body);
		if (status !== 200) throw new Error(`A delivery was answered with ${status}`);
		return Date.now() - began;
	};
	const before = usageOf(pid);
	const times: number[] = [];
	for (let count = 0; count < alone; count++) times.push(await post());
	let left = together;
	const began = Date.now();
	await Promise.all(
		Array.from({ length: 10 }, async () => {
			while (left-- > 0) await post();
		}),
	);
	const seconds = (Date.now() - began) / 1000;
	await drained(cluster, one.flow.id);
	const after = usageOf(pid);
	if (round === 0) return;
	one.milliseconds.push(...times);
	one.perSecond.push(together / seconds);
	one.cpuMs.push((after.cpuMs - before.cpuMs) / (alone + together));
	one.written.push((after.written - before.written) / (alone + together));
}

async function drained({ api }: Stage['cluster'], workflowId: string) {
	while ((await api.countRunning(workflowId)) > 0) await new Promise((resolve) => setTimeout(resolve, 200));
}
