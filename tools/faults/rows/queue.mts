import { setTimeout as sleep } from 'node:timers/promises';
import { bodyOf, publishFlow } from '../flows.mts';
import { outcome, storiesOfTwice, twiceWithoutReason } from '../outcome.mts';
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

/** n8n marks an execution without a job as crashed when it next looks for one: here each minute. */
const env = { N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL: '1' };
/** A job of a worker that died counts as stalled after 30 to 60 s; then n8n looks for executions without a job. */
const UNTIL_KNOWN_MS = 150_000;

const outage = (name: string, cause: (stage: Stage) => Promise<void>): Row => ({
	name,
	where: 'queue',
	env,
	async run(stage) {
		const { cluster, effects, scaled } = stage;
		const flow = await publishFlow(cluster, 'tesouro', {
			effectUrl: effects.url,
			options: { processing: 'atLeastOnce', notDoneAfterMinutes: 1 },
			marks: true,
		});
		const recovery = await publishRecovery(cluster);
		const endSupervision = supervise(stage);
		effects.settings.answerAfterMs = 300;
		const events = Array.from({ length: scaled(150) }, (_, number) => `${name.slice(0, 12)}-${number}`);
		const bodies = events.map(bodyOf.tesouro);
		let accepted = 0;
		let caused: Promise<void> | undefined;
		let causedAt = 0;
		const sent = await send({
			urls: flow.urls,
			bodies,
			copies: 2,
			atOnce: 10,
			apartMs: 100,
			onAccepted: () => {
				if (++accepted < events.length / 2 || caused !== undefined) return;
				causedAt = Date.now();
				caused = cause(stage);
			},
		});
		await caused;
		await sleep(UNTIL_KNOWN_MS);
		await settled(cluster, flow.id);
		const before = outcome(events, effects.counts());
		effects.settings.answerAfterMs = 0;
		await recovery.run();
		await settled(cluster, flow.id);
		const recovered = outcome(events, effects.counts());
		// n8n has deleted the data of what a worker was running. It must come again: from the provider, or from a catch-up flow.
		await send({ urls: flow.urls, bodies, atOnce: 10 });
		const executions = await settled(cluster, flow.id);
		const after = outcome(events, effects.counts());
		const unexplained = twiceWithoutReason(executions, effects.effects);
		for (const story of storiesOfTwice(executions, effects.effects, causedAt)) stage.say(story);
		await recovery.close();
		await endSupervision();
		const statuses: Record<string, number> = {};
		for (const { status } of executions) statuses[status] = (statuses[status] ?? 0) + 1;
		return {
			figures: {
				events: events.length,
				'without effect before recovery': before.lost,
				'without effect after recovery': recovered.lost,
				'lost after all was delivered once more': after.lost,
				twice: after.twice,
				'of these after an effect whose execution did not end well': after.twice - unexplained,
				executions: JSON.stringify(statuses),
				answers: JSON.stringify(sent.statuses),
			},
			broken: [
				...(after.lost > 0 ? [`${after.lost} lost`] : []),
				...(unexplained > events.length / 100
					? [`${unexplained} of ${events.length} twice without a reason`]
					: []),
			],
		};
	},
});

export const killedProcesses = outage(
	'queue mode, one worker and one webhook process killed',
	async ({ cluster }) => void (await Promise.all([cluster.workers[0]!.kill(), cluster.receivers[0]!.kill()])),
);

export const postgresAway = outage('queue mode, PostgreSQL stopped for 20 s', async ({ cluster }) => {
	await cluster.postgres!.kill();
	await sleep(20_000);
	await cluster.postgres!.start();
});

export const redisAway = outage('queue mode, Redis stopped for 20 s', async ({ cluster }) => {
	await cluster.redis!.kill();
	await sleep(20_000);
	await cluster.redis!.start();
});

const LOOK_EVERY_MS = 2_000;

/** What a supervisor does: a process of n8n that has ended is started again, until it stays. */
function supervise({ cluster: { members }, say }: Stage) {
	let watching = true;
	const done = Promise.all(
		members.map(async (member) => {
			while (watching) {
				if (!isRunning(member.pid)) {
					say(`${member.name} is started again`);
					await member.start().catch((error: unknown) => say(`${member.name}: ${String(error)}`));
				}
				await sleep(LOOK_EVERY_MS);
			}
		}),
	);
	return async () => {
		watching = false;
		await done;
	};
}

function isRunning(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}
