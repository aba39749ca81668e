import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What an event set off outside n8n: a request that its workflow sends. */
export interface Effect {
	event: string;
	execution: string;
	at: number;
}

/** Counts effects; `answerAfterMs` makes the workflows last. */
export async function countEffects() {
	const effects: Effect[] = [];
	const settings = { answerAfterMs: 0 };
	const server = createServer((request, response) => {
		let text = '';
		request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
		request.on('end', () => {
			effects.push({ ...(JSON.parse(text) as Omit<Effect, 'at'>), at: Date.now() });
			void sleep(settings.answerAfterMs).then(() =>
				response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
			);
		});
		request.on('error', () => undefined);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
		effects,
		settings,
		/** How often each event had its effect. */
		counts(): Map<string, number> {
			const counts = new Map<string, number>();
			for (const { event } of effects) counts.set(event, (counts.get(event) ?? 0) + 1);
			return counts;
		},
		close: () => server.close(),
	};
}

export type Effects = Awaited<ReturnType<typeof countEffects>>;
