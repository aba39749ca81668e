import { setTimeout as sleep } from 'node:timers/promises';
import { bodyOf, publishFlow } from '../flows.mts';
import { outcome, storiesOfTwice, twiceWithoutReason } from '../outcome.mts';
import { publishRecovery } from '../recovery.mts';
import type { Row, Seen, Stage } from '../row.mts';
import { send } from '../sender.mts';
import { isOpen, settled } from '../settled.mts';

const atLeastOnce = { processing: 'atLeastOnce', notDoneAfterMinutes: 60 };

/** n8n is killed while events come in; behind the proxy, at least once, with the recovery flow. */
export const killed: Row = {
	name: 'SIGKILL three times on the way, recovery flow, at least once',
	where: 'sqlite',
	async run(stage) {
		return await endWhileSending(stage, 3, async (member) => await member.kill());
	},
};

export const stopped: Row = {
	name: 'SIGTERM and start under load',
	where: 'sqlite',
	env: { N8N_CONCURRENCY_PRODUCTION_LIMIT: '10' },
	async run(stage) {
		const seen = await endWhileSending(stage, 1, async (member) => await member.stop());
		const twice = Number(seen.figures.twice);
		return { ...seen, broken: [...seen.broken, ...(twice > 0 ? [`${twice} twice`] : [])] };
	},
};

async function endWhileSending(
	{ cluster, effects, scaled, say }: Stage,
	times: number,
	end: (member: Stage['cluster']['members'][number]) => Promise<void>,
): Promise<Seen> {
	const flow = await publishFlow(cluster, 'tesouro', {
		effectUrl: effects.url,
		options: atLeastOnce,
		marks: true,
	});
	const recovery = await publishRecovery(cluster);
	effects.settings.answerAfterMs = 300;
	const events = Array.from({ length: scaled(150) * times }, (_, number) => `event-${number}`);
	const batch = Math.ceil(events.length / times);
	const endings: number[] = [];
	let sent = { statuses: {} as Record<string, number>, givenUp: 0 };
	for (let time = 0; time < times; time++) {
		const bodies = events.slice(time * batch, (time + 1) * batch).map(bodyOf.tesouro);
		let accepted = 0;
		let ended: Promise<void> | undefined;
		const member = cluster.receivers[0]!;
		const done = await send({
			urls: flow.urls,
			bodies,
			copies: 1,
			atOnce: 20,
			onAccepted: () => {
				if (++accepted < batch / 3 || ended !== undefined) return;
				ended = (async () => {
					endings.push(Date.now());
					await end(member);
					await member.start();
					say(`n8n is back after ${Math.round((Date.now() - endings.at(-1)!) / 1000)} s`);
				})();
			},
		});
		await ended;
		for (const [status, count] of Object.entries(done.statuses))
			sent.statuses[status] = (sent.statuses[status] ?? 0) + count;
		sent = { ...sent, givenUp: sent.givenUp + done.givenUp };
		await settled(cluster, flow.id);
	}
	const before = outcome(events, effects.counts());
	effects.settings.answerAfterMs = 0;
	await recovery.run();
	const executions = await settled(cluster, flow.id);
	await sleep(500);
	const after = outcome(events, effects.counts());
	const unexplained = twiceWithoutReason(executions, effects.effects);
	for (const story of storiesOfTwice(executions, effects.effects, endings[0] ?? 0)) say(story);
	await recovery.close();
	return {
		figures: {
			events: events.length,
			'crashed executions': executions.filter(({ status }) => status === 'crashed').length,
			'left running by n8n': executions.filter(isOpen).length,
			'without effect before recovery': before.lost,
			lost: after.lost,
			twice: after.twice,
			'of these with the effect before the end': after.twice - unexplained,
			answers: JSON.stringify(sent.statuses),
		},
		broken: [
			...(after.lost > 0 ? [`${after.lost} lost`] : []),
			...(unexplained > 0 ? [`${unexplained} twice without a reason`] : []),
			...(sent.givenUp > 0 ? [`${sent.givenUp} never accepted`] : []),
		],
	};
}
