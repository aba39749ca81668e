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
/** Of a steady flood: more than the limit of a minute that a proxy usually sets for one address. */
const PER_SECOND = 100;
/** How much longer a good delivery may take while forged ones come than alone. */
const SLOWER_AT_MOST = 2;

/**
 * Strangers send forged deliveries, and once a second a good one comes: first a hundred forged ones a second, then twenty
 * at any time, as fast as n8n answers. Then the good one waits for twenty others in a line of one thread, whoever refuses them:
 * so the measure is n8n's own Webhook node in the same flood. With the default engine, n8n takes a V8 isolate for a delivery.
 */
export const forged = (engine: 'lazy' | 'default'): Row => ({
	name: `forged deliveries, one good a second, ${engine} engine`,
	where: 'sqlite',
	env: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: String(engine === 'lazy') },
	async run({ cluster, scaled }) {
		const total = scaled(5_000);
		const [webhook, ours] = [await publishForgeableWebhook(cluster), await publishForgeable(cluster)];
		// The first flood finds a cold n8n.
		await flood(cluster, webhook, { total: scaled(500) });
		const peer = await flood(cluster, webhook, { total });
		const seen = await flood(cluster, ours, { total });
		const steady = await flood(cluster, ours, { total, perSecond: PER_SECOND });
		const entered = seen.entered + steady.entered;
		const good = seen.good + steady.good;
		const executions = await settled(cluster, ours.flow.id);
		return {
			figures: {
				forged: total,
				'let in': entered,
				good: `${good}, executions ${executions.length}`,
				[`a good one (ms), ${PER_SECOND} a second`]: inWords(steady),
				[`a good one (ms), ${AT_ONCE} at any time`]: inWords(seen),
				"the same, n8n's Webhook node (ms)": inWords(peer),
				'CPU for a forged one (ms)': `${seen.cpuMs.toFixed(1)} against ${peer.cpuMs.toFixed(1)}: ${(seen.cpuMs / peer.cpuMs).toFixed(2)}x`,
				'MB more': seen.grownMB,
			},
			broken: [
				...(entered > 0 ? [`${entered} let in`] : []),
				...(executions.length !== good ? ['good ones lost'] : []),
				...(ratioOf(steady) > SLOWER_AT_MOST ? [`a good one takes ${slower(steady)}`] : []),
				...(seen.under > peer.under ? [`a good one takes longer than at the Webhook node`] : []),
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

const ratioOf = ({ under, alone }: Flooded) => under / alone;
const slower = (seen: Flooded) => `${ratioOf(seen).toFixed(1)}x`;
const inWords = (seen: Flooded) => `${seen.under} against ${seen.alone} alone: ${slower(seen)}`;

/** Without `perSecond`, twenty at any time. */
interface Strangers {
	total: number;
	perSecond?: number;
}

async function flood(
	{ receivers }: Cluster,
	{ flow, secret }: ForgeableFlow,
	{ total, perSecond }: Strangers,
): Promise<Flooded> {
	const { port, pid } = receivers[0]!;
	const post = async (name: string, value: string) =>
		await deliver(`http://127.0.0.1:${port}/${flow.path}`, bodyOf.reportFlow(name), {
			headers: { [FORGED_HEADER]: value },
		});
	const times: Record<'alone' | 'under', number[]> = { alone: [], under: [] };
	const good = async (when: 'alone' | 'under') => {
		const began = Date.now();
		const { status } = await post(`good-${total}-${perSecond}-${when}-${times[when].length}`, secret);
		times[when].push(status === 200 ? Date.now() - began : NaN);
	};
	for (let count = 0; count < 20; count++) {
		await good('alone');
		await sleep(100);
	}
	const [memory, { cpuMs }] = [memoryOf(pid), usageOf(pid)];
	let [entered, flooding] = [0, true];
	const forge = async (number: number) => {
		const { status } = await post(`forged-${number}`, `guess ${number}`);
		if (status !== 401 && status !== 403) entered++;
	};
	const flooded = (perSecond === undefined ? atOnce(total, forge) : atRate(total, perSecond, forge)).finally(
		() => (flooding = false),
	);
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
	};
}

type Send = (number: number) => Promise<void>;

async function atOnce(total: number, send: Send): Promise<void> {
	let left = total;
	await Promise.all(
		Array.from({ length: AT_ONCE }, async () => {
			while (left-- > 0) await send(left);
		}),
	);
}

async function atRate(total: number, perSecond: number, send: Send): Promise<void> {
	const began = Date.now();
	const sent: Array<Promise<void>> = [];
	for (let number = 0; number < total; number++) {
		await sleep(Math.max(0, began + (number * 1_000) / perSecond - Date.now()));
		sent.push(send(number));
	}
	await Promise.all(sent);
}
