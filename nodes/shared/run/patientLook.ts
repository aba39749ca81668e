import type { IExecuteFunctions } from 'n8n-workflow';
import { clock } from './clock';
import { waitAndRunAgain } from './runAgain';
import { forgetRun, runMemory } from './runMemory';

/**
 * The first looks follow one another at once, in memory: small reports are made in seconds, and n8n takes waiting
 * executions up only once a minute. Together they stay below the half minute that n8n gives running executions when it
 * is told to stop, so a restart finds the execution ended or waiting.
 */
const SHORT_PAUSES_MS = [2_000, 4_000, 8_000];
const FIRST_LONG_PAUSE_MS = 60_000;

/** What a node remembers from one look to the next. */
const NAME = 'look';
const memoryOf = (context: IExecuteFunctions) =>
	runMemory(context, NAME, () => ({ since: clock.now(), looks: 0 }));

/** Which items, in this look, had nothing to give yet, and until when they may be waited for. */
const pending = new WeakMap<IExecuteFunctions, { deadline: number; longestPauseMs: number }>();

/** When this node looked for the first time. */
export const lookingSince = (context: IExecuteFunctions): number => memoryOf(context).since;

/** To be called for each item that is not there yet: all items are looked at again together. */
export function lookAgain(context: IExecuteFunctions, deadline: number, longestPauseMs: number): void {
	// Not every operation asks since when it looks, and a look that is not counted would be the last one.
	lookingSince(context);
	const other = pending.get(context);
	pending.set(context, {
		deadline: Math.min(deadline, other?.deadline ?? deadline),
		longestPauseMs: Math.min(longestPauseMs, other?.longestPauseMs ?? longestPauseMs),
	});
}

/**
 * Looks until nothing is pending. `once` looks at all items; when it ends with something pending, its output is put
 * aside and, after a pause that doubles, it looks again. Short pauses are spent here, longer ones in n8n's own wait.
 */
export async function lookPatiently<Output>(
	context: IExecuteFunctions,
	once: () => Promise<Output>,
): Promise<Output | 'waiting'> {
	for (;;) {
		pending.delete(context);
		const output = await once().catch((error: unknown) => {
			forgetRun(context, NAME);
			throw error;
		});
		const wish = pending.get(context);
		if (wish === undefined) {
			forgetRun(context, NAME);
			return output;
		}
		const look = memoryOf(context);
		const ms = Math.min(pauseAfter(look.looks, wish.longestPauseMs), wish.deadline - clock.now());
		look.looks++;
		const isLong = ms > SHORT_PAUSES_MS.at(-1)!;
		if (isLong && (await waitAndRunAgain(context, new Date(clock.now() + ms)))) return 'waiting';
		await clock.pause(Math.max(0, ms), context.getExecutionCancelSignal());
	}
}

function pauseAfter(looks: number, longestPauseMs: number): number {
	const short = SHORT_PAUSES_MS[looks];
	if (short !== undefined) return short;
	const doublings = Math.min(looks - SHORT_PAUSES_MS.length, 20);
	return Math.min(FIRST_LONG_PAUSE_MS * 2 ** doublings, longestPauseMs);
}
