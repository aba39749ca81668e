import { setTimeout as sleep } from 'node:timers/promises';
import { deliver } from '../../harness/deliver.mts';
import { median } from '../../harness/median.mts';
import type { Cluster } from '../cluster.mts';
import {
	bodyOf,
	FORGED_HEADER,
	publishForgeable,
	publishForgeableWebhook,
	type ForgeableFlow,
} from '../flows.mts';
import type { Row } from '../row.mts';
import { settled } from '../settled.mts';
import { memoryOf, usageOf } from '../watch.mts';

const AT_ONCE = 20;
/** How much longer a good delivery may take while forged ones come than alone. */
const SLOWER_AT_MOST = 2;

/**
 * Twenty strangers send as fast as n8n answers, and once a second a good delivery comes. The same to n8n's own Webhook node
 * before that, as the measure. With the default engine, n8n takes a V8 isolate for a delivery.
 */
export const forged = (engine: 'lazy' | 'default'): Row => ({
	name: `forged deliveries, one good a second, ${engine} engine`,
	where: 'sqlite',
	env: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: String(engine === 'lazy') },
	async run({ cluster, scaled }) {
		const total = scaled(5_000);
		const [webhook, ours] = [await publishForgeableWebhook(cluster), await publishForgeable(cluster)];
		// The first flood finds a cold n8n.
		await flood(cluster, webhook, scaled(500));
		const peer = await flood(cluster, webhook, total);
		const seen = await flood(cluster, ours, total);
		const executions = await settled(cluster, ours.flow.id);
		return {
			figures: {
				forged: total,
				'let in': seen.entered,
				good: `${seen.good}, executions ${executions.length}`,
				'a good one (ms)': inWords(seen),
				"a good one, n8n's Webhook node (ms)": inWords(peer),
				'CPU for a forged one (ms)': `${seen.cpuMs.toFixed(1)} against ${peer.cpuMs.toFixed(1)}: ${(seen.cpuMs / peer.cpuMs).toFixed(2)}x`,
				'MB more': seen.grownMB,
			},
			broken: [
				...(seen.entered > 0 ? [`${seen.entered} let in`] : []),
				...(executions.length !== seen.good ? ['good ones lost'] : []),
				...(seen.under > SLOWER_AT_MOST * seen.alone ? [`a good one takes ${slower(seen)}`] : []),
			],
		};
	},
});

interface Flooded {
	alone: number;
	under: number;
	entered: number;
	good: number;
	/** For each forged one, those for the good ones among them included. */
	cpuMs: number;
	grownMB: number;
}

const slower = ({ under, alone }: Flooded) => `${(under / alone).toFixed(1)}x`;
const inWords = (seen: Flooded) => `${seen.under} against ${seen.alone} alone: ${slower(seen)}`;

async function flood({ receivers }: Cluster, { flow, secret }: ForgeableFlow, total: number) {
	const { port, pid } = receivers[0]!;
	const post = async (name: string, value: string) =>
		await deliver(`http://127.0.0.1:${port}/${flow.path}`, bodyOf.reportFlow(name), {
			headers: { [FORGED_HEADER]: value },
		});
	const times: Record<'alone' | 'under', number[]> = { alone: [], under: [] };
	const good = async (when: 'alone' | 'under') => {
		const began = Date.now();
		const { status } = await post(`good-${total}-${when}-${times[when].length}`, secret);
		times[when].push(status === 200 ? Date.now() - began : NaN);
	};
	for (let count = 0; count < 20; count++) {
		await good('alone');
		await sleep(100);
	}
	const [memory, { cpuMs }] = [memoryOf(pid), usageOf(pid)];
	let [left, entered, flooding] = [total, 0, true];
	const flooded = Promise.all(
		Array.from({ length: AT_ONCE }, async () => {
			while (left-- > 0) {
				const { status } = await post(`forged-${left}`, `guess ${left}`);
				if (status !== 401 && status !== 403) entered++;
			}
		}),
	).finally(() => (flooding = false));
	while (flooding) {
		await good('under');
		await sleep(1_000);
	}
	await flooded;
	return {
		alone: median(times.alone),
		under: median(times.under),
		entered,
		good: times.alone.length + times.under.length,
		cpuMs: (usageOf(pid).cpuMs - cpuMs) / total,
		grownMB: Math.round(memoryOf(pid) - memory),
	} satisfies Flooded;
}
