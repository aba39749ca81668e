import { setTimeout as sleep } from 'node:timers/promises';
import { deliver } from '../../harness/deliver.mts';
import { bodyOf, FORGED_HEADER, publishForgeable } from '../flows.mts';
import type { Row } from '../row.mts';
import { settled } from '../settled.mts';
import { memoryOf } from '../watch.mts';
import { median } from '../../harness/median.mts';

/** A stranger sends as fast as n8n answers, and once a second a good delivery comes. */
export const forged: Row = {
	name: 'forged deliveries, one good a second',
	where: 'sqlite',
	async run({ cluster, scaled }) {
		const { flow, secret } = await publishForgeable(cluster);
		const url = `http://127.0.0.1:${cluster.receivers[0]!.port}/${flow.path}`;
		const headers = { [FORGED_HEADER]: secret };
		const timed = async (number: number) => {
			const began = Date.now();
			const { status } = await deliver(url, bodyOf.reportFlow(`good-${number}`), { headers });
			return status === 200 ? Date.now() - began : NaN;
		};
		const aloneTimes: number[] = [];
		for (let number = 0; number < 20; number++) {
			aloneTimes.push(await timed(number));
			await sleep(100);
		}
		const memory = memoryOf(cluster.receivers[0]!.pid);
		const total = scaled(5_000);
		let [left, entered] = [total, 0];
		let flooding = true;
		const flood = Promise.all(
			Array.from({ length: 10 }, async (_, sender) => {
				while (left-- > 0) {
					const bad = { [FORGED_HEADER]: `guess ${sender} ${left}` };
					const { status } = await deliver(url, bodyOf.reportFlow(`forged-${left}`), { headers: bad });
					if (status !== 401) entered++;
				}
			}),
		).finally(() => (flooding = false));
		const underFlood: number[] = [];
		for (let number = 100; flooding; number++) {
			underFlood.push(await timed(number));
			await sleep(1_000);
		}
		await flood;
		const executions = await settled(cluster, flow.id);
		const [alone, under] = [median(aloneTimes), median(underFlood)];
		return {
			figures: {
				forged: total,
				'let in': entered,
				good: `${aloneTimes.length + underFlood.length}, executions ${executions.length}`,
				'a good one (ms)': `${under} against ${alone} alone: ${(under / alone).toFixed(1)}x`,
				'MB more': Math.round(memoryOf(cluster.receivers[0]!.pid) - memory),
			},
			broken: [
				...(entered > 0 ? [`${entered} let in`] : []),
				...(executions.length !== aloneTimes.length + underFlood.length ? ['good ones lost'] : []),
				...(under > 2 * alone ? [`a good one takes ${(under / alone).toFixed(1)}x`] : []),
			],
		};
	},
};
