import { setTimeout as sleep } from 'node:timers/promises';
import { bodyOf, publishFlow } from '../flows.mts';
import { outcome } from '../outcome.mts';
import type { Row, Stage } from '../row.mts';
import { send } from '../sender.mts';
import { settled } from '../settled.mts';
import { publishRecovery } from '../recovery.mts';

/** Pairs of deliveries of one event, to two webhook processes, up to a second apart; then all of them once more. */
export const racingPairs: Row = {
	name: 'queue mode, racing pairs 0 to 1,000 ms apart',
	where: 'queue',
	async run({ cluster, effects, scaled }) {
		const flow = await publishFlow(cluster, 'tesouro', { effectUrl: effects.url });
		const events = Array.from({ length: scaled(500) }, (_, number) => `pair-${number}`);
		const bodies = events.map(bodyOf.tesouro);
		const pairs = async (atOnce: number) => {
			let next = 0;
			await Promise.all(
				Array.from({ length: atOnce }, async () => {
					for (let number = next++; number < bodies.length; number = next++) {
						await Promise.all(
							flow.urls.map(async (url, which) => {
								// Half of the pairs at the very same moment, the others up to a second apart.
								if (which === 1 && number % 2 === 1) await sleep(Math.random() * 1_000);
								await send({ urls: [url], bodies: [bodies[number]], atOnce: 1 });
							}),
						);
					}
				}),
			);
		};
		await pairs(10);
		const executions = await settled(cluster, flow.id);
		const first = outcome(events, effects.counts());
		await send({ urls: [...flow.urls].reverse(), bodies, atOnce: 10 });
		await settled(cluster, flow.id);
		const after = outcome(events, effects.counts());
		return {
			figures: {
				pairs: events.length,
				executions: executions.length,
				lost: first.lost,
				twice: first.twice,
				'ran again when sent once more': after.twice - first.twice,
			},
			broken: [
				...(first.lost > 0 ? [`${first.lost} lost`] : []),
				...(after.twice > 0 ? [`${after.twice} twice`] : []),
			],
		};
	},
};

const outage = (name: string, cause: (stage: Stage) => Promise<void>): Row => ({
	name,
	where: 'queue',
	async run(stage) {
		const { cluster, effects, scaled } = stage;
		const flow = await publishFlow(cluster, 'tesouro', {
			effectUrl: effects.url,
			options: { processing: 'atLeastOnce' },
			marks: true,
		});
		const recovery = await publishRecovery(cluster);
		effects.settings.answerAfterMs = 300;
		const events = Array.from({ length: scaled(150) }, (_, number) => `${name.slice(0, 12)}-${number}`);
		let accepted = 0;
		let caused: Promise<void> | undefined;
		const sent = await send({
			urls: flow.urls,
			bodies: events.map(bodyOf.tesouro),
			copies: 2,
			atOnce: 10,
			apartMs: 100,
			onAccepted: () => {
				if (++accepted >= events.length / 2) caused ??= cause(stage);
			},
		});
		await caused;
		// A job of a worker that died counts as stalled after 30 to 60 s.
		await sleep(70_000);
		await settled(cluster, flow.id);
		const before = outcome(events, effects.counts());
		await recovery.run();
		const executions = await settled(cluster, flow.id);
		const after = outcome(events, effects.counts());
		effects.settings.answerAfterMs = 0;
		await recovery.close();
		const statuses: Record<string, number> = {};
		for (const { status } of executions) statuses[status] = (statuses[status] ?? 0) + 1;
		return {
			figures: {
				events: events.length,
				'without effect before recovery': before.lost,
				lost: after.lost,
				twice: after.twice,
				executions: JSON.stringify(statuses),
				answers: JSON.stringify(sent.statuses),
			},
			broken: [
				...(after.lost > 0 ? [`${after.lost} lost`] : []),
				...(after.twice > events.length / 100 ? [`${after.twice} of ${events.length} twice`] : []),
			],
		};
	},
});

export const killedProcesses = outage(
	'queue mode, one worker and one webhook process killed',
	async ({ cluster }) => {
		const [worker, receiver] = [cluster.workers[0]!, cluster.receivers[0]!];
		await Promise.all([worker.kill(), receiver.kill()]);
		await Promise.all([worker.start(), receiver.start()]);
	},
);

export const postgresAway = outage('queue mode, PostgreSQL stopped for 20 s', async ({ cluster }) => {
	await cluster.postgres!.kill();
	await sleep(20_000);
	await cluster.postgres!.start();
	await startAgain(cluster);
});

export const redisAway = outage('queue mode, Redis stopped for 20 s', async ({ cluster }) => {
	await cluster.redis!.kill();
	await sleep(20_000);
	await cluster.redis!.start();
	await startAgain(cluster);
});

/** What a supervisor does: processes of n8n that have ended are started again. */
async function startAgain({ members }: Stage['cluster']) {
	await sleep(5_000);
	await Promise.all(
		members.map(async (member) => {
			if (!isRunning(member.pid)) await member.start();
		}),
	);
}

function isRunning(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}
