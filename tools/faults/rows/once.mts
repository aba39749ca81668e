import { setTimeout as sleep } from 'node:timers/promises';
import { connectReport } from '../../../nodes/ConnectReport/facts';
import type { Cluster } from '../cluster.mts';
import { bodyOf, publishFlow, publishWebhook, type Provider } from '../flows.mts';
import type { Row } from '../row.mts';
import { HEAP_PROBE, liveHeap, liveHeapOfNew } from '../liveHeap.mts';
import { send } from '../sender.mts';
import { watch } from '../watch.mts';
import { settled } from '../settled.mts';

/**
 * V8 collects when its heap comes near a limit that it derives from the machine's memory. With gigabytes to spare it leaves
 * garbage where it is, of our executions as of those of n8n's own nodes. So n8n gets the limit that docs/administrators.md offers,
 * and what it still holds after a collection is measured as well. `--node-options=--max-old-space-size=4096` shows the other way.
 */
const env = { NODE_OPTIONS: `${HEAP_PROBE} --max-old-space-size=1024` };
const MB_ABOVE_IDLE = 400;
const MB_HELD = 100;

/** The same executions, started by n8n's own Webhook node: what of the memory is n8n's. */
export const manyCalls: Row = {
	name: "events x 1, 20 at a time, n8n's own Webhook node",
	where: 'sqlite',
	env,
	async run({ cluster, effects, scaled }) {
		const flow = await publishWebhook(cluster, { effectUrl: effects.url });
		const bodies = Array.from({ length: scaled(1_000) }, (_, number) => bodyOf.tesouro(`call-${number}`));
		const seen = watch(cluster, flow.id);
		const began = Date.now();
		await send({ urls: flow.urls, bodies, atOnce: 20 });
		const seconds = (Date.now() - began) / 1000;
		await settled(cluster, flow.id);
		const { memory, memoryBefore, underWay } = await seen();
		const held = Math.round((await liveHeap(cluster)) - (await liveHeapOfNew(cluster)));
		return {
			figures: {
				'calls a second': Math.round(bodies.length / seconds),
				'MB above idle': Math.round(memory - memoryBefore),
				'MB held after a collection, above idle': held,
				'most under way': underWay,
			},
			broken: [],
		};
	},
};

/** From its first execution on, n8n's process knows that it is the only one. */
async function runForAWindow(cluster: Cluster): Promise<void> {
	const { id, urls } = await publishFlow(cluster, 'connectReport', {});
	await send({ urls, bodies: [bodyOf.connectReport('earlier')], atOnce: 1 });
	await settled(cluster, id);
	await sleep(connectReport.callbacks.redeliverySeconds * 1_000);
}

/** Many events, each sent three times, twenty at a time. */
export const manyEvents = (provider: Provider): Row => ({
	name: `events x 3, 20 at a time, ${provider}`,
	where: 'sqlite',
	env,
	async run({ cluster, effects, scaled, judgesMemory }) {
		const flow = await publishFlow(cluster, provider, { effectUrl: effects.url });
		const events = Array.from({ length: scaled(1_000) }, (_, number) => `${provider}-${number}`);
		// Until a process has run for a window, a redelivery of ConnectReport gets an execution of its own, which emits nothing.
		if (provider === 'connectReport') await runForAWindow(cluster);
		const seen = watch(cluster, flow.id);
		const began = Date.now();
		const sent = await send({ urls: flow.urls, bodies: events.map(bodyOf[provider]), copies: 3, atOnce: 20 });
		const seconds = (Date.now() - began) / 1000;
		const executions = await settled(cluster, flow.id);
		const { memory, memoryBefore, underWay } = await seen();
		const held = Math.round((await liveHeap(cluster)) - (await liveHeapOfNew(cluster)));
		const counts = effects.counts();
		const more = Math.round(memory - memoryBefore);
		return {
			figures: {
				events: events.length,
				executions: executions.length,
				'ran once': [...counts.values()].filter((count) => count === 1).length,
				'deliveries a second': Math.round(sent.accepted / seconds),
				'MB above idle': more,
				'MB held after a collection, above idle': held,
				'most under way': underWay,
			},
			broken: [
				...(counts.size !== events.length ? [`${events.length - counts.size} events lost`] : []),
				...(executions.length !== events.length ? [`${executions.length} executions`] : []),
				...(judgesMemory && more > MB_ABOVE_IDLE ? [`${more} MB above idle`] : []),
				...(held > MB_HELD ? [`${held} MB held after a collection`] : []),
				...(underWay > 40 ? [`${underWay} under way`] : []),
			],
		};
	},
});
