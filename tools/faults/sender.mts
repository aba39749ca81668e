import { setTimeout as sleep } from 'node:timers/promises';
import { deliver } from '../harness/deliver.mts';

/** How a provider sends: again and again, until somebody says 2xx. */
export interface Sending {
	urls: string[];
	bodies: unknown[];
	/** How often each is sent, whatever the answers. */
	copies?: number;
	atOnce: number;
	/** Between the first and the second try; doubles up to 4 s. */
	firstPauseMs?: number;
	giveUpAfterMs?: number;
	/** Spreads the copies of one event over this time. */
	apartMs?: number;
	onAccepted?: (index: number) => void;
}

export interface Sent {
	accepted: number;
	givenUp: number;
	tries: number;
	/** How long accepted tries took. */
	milliseconds: number[];
	statuses: Record<string, number>;
}

export async function send({ bodies, copies = 1, atOnce, apartMs = 0, ...how }: Sending): Promise<Sent> {
	const sent: Sent = { accepted: 0, givenUp: 0, tries: 0, milliseconds: [], statuses: {} };
	const queue = bodies.flatMap((body, index) => Array.from({ length: copies }, () => ({ body, index })));
	let next = 0;
	await Promise.all(
		Array.from({ length: atOnce }, async (_, sender) => {
			for (let job = queue[next++]; job !== undefined; job = queue[next++]) {
				if (apartMs > 0) await sleep(Math.random() * apartMs);
				await sendOne(job.body, job.index, sender, how, sent);
			}
		}),
	);
	return sent;
}

type How = Pick<Sending, 'urls' | 'firstPauseMs' | 'giveUpAfterMs' | 'onAccepted'>;

async function sendOne(body: unknown, index: number, sender: number, how: How, sent: Sent): Promise<void> {
	const { urls, firstPauseMs = 500, giveUpAfterMs = 240_000 } = how;
	const deadline = Date.now() + giveUpAfterMs;
	for (let pauseMs = firstPauseMs, tries = 0; ; pauseMs = Math.min(pauseMs * 2, 4_000), tries++) {
		const began = Date.now();
		const url = urls[(sender + tries) % urls.length]!;
		const status = await deliver(url, body, { signal: AbortSignal.timeout(30_000) }).then(
			(answer) => answer.status,
			() => 0,
		);
		sent.tries++;
		sent.statuses[status] = (sent.statuses[status] ?? 0) + 1;
		if (status >= 200 && status < 300) {
			sent.accepted++;
			sent.milliseconds.push(Date.now() - began);
			how.onAccepted?.(index);
			return;
		}
		if (Date.now() + pauseMs > deadline) {
			sent.givenUp++;
			return;
		}
		await sleep(pauseMs);
	}
}
