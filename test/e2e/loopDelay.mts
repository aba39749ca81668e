import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long n8n's event loop stood still at most, and the processor time that it used, in milliseconds. */
export interface Delay {
	clock: number;
	processor: number;
	used: number;
}

/** By n8n itself for an execution that does as good as nothing. */
export const OWN_STALL_MS = 60;
const ATTEMPTS = 3;

export interface LoopDelays {
	/** For n8n: it measures itself (loopDelay.cjs). */
	env: Record<string, string>;
	/** What n8n's event loop did while this work was going on. */
	during(work: () => Promise<unknown>): Promise<Delay>;
	remove(): void;
}

export function measureLoopDelays(): LoopDelays {
	const folder = mkdtempSync(join(tmpdir(), 'loop-delays-'));
	const file = join(folder, 'delays');
	writeFileSync(file, '');
	return {
		env: {
			NODE_OPTIONS: `--require ${join(process.cwd(), 'test/e2e/loopDelay.cjs')}`,
			LOOP_DELAY_FILE: file,
		},
		async during(work) {
			await sleep(300);
			const before = readFileSync(file, 'utf8').length;
			await work();
			await sleep(300);
			const lines = readFileSync(file, 'utf8').slice(before).trim().split('\n');
			const seen = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Delay);
			return {
				clock: Math.max(...seen.map(({ clock }) => clock)),
				processor: Math.max(...seen.map(({ processor }) => processor)),
				used: seen.reduce((sum, { used }) => sum + used, 0),
			};
		},
		remove: () => rmSync(folder, { recursive: true }),
	};
}

/**
 * n8n itself holds the loop now and then. What the work causes, it causes each time: so the least of three counts. One that
 * is hardly above `own`, the processor time of a stall without that work, is enough.
 */
export async function leastDelay(own: number, measure: (attempt: number) => Promise<Delay>): Promise<Delay> {
	let least = await measure(0);
	for (let attempt = 1; attempt < ATTEMPTS && least.processor > own + OWN_STALL_MS / 2; attempt++) {
		const once = await measure(attempt);
		if (once.processor < least.processor) least = once;
	}
	return least;
}

export const inWords = ({ clock, processor, used }: Delay) =>
	`stall ${clock.toFixed(0)} ms by the clock, ${processor.toFixed(0)} ms of processor; ${used.toFixed(0)} ms used`;
