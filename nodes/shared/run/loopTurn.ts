import { sleep } from 'n8n-workflow';
import { inTurn } from './inTurn';

/** How long work may hold the event loop at once. In between, n8n answers its health checks and everything else. */
const SLICE_MS = 10;
/** How often it is looked whether the event loop has gone round; looking has a price, too. */
const LOOK_EVERY_MS = 5;

/** Ends when the event loop has gone round once. One for the whole process: works that run side by side share a slice. */
let round: Promise<void> | undefined;
let since = 0;

/**
 * What long work waits for before it goes on; undefined while the event loop has gone round within the last slice. It
 * measures time, not steps: neither the size nor the number of the pieces says how long they take.
 */
export function turnDue(): Promise<void> | undefined {
	if (round === undefined) {
		since = performance.now();
		// A timer, not a message: those of a port go before everything else, also before requests. And n8n's timer, not
		// that of an AbortSignal: with 200 of those a second, V8 collects all garbage half as often again.
		round = sleep(LOOK_EVERY_MS).then(() => {
			round = undefined;
		});
		return undefined;
	}
	return performance.now() - since > SLICE_MS ? round : undefined;
}

/** For one step that takes longer than a slice and cannot be cut: never two of them in one go. */
export async function alone<Result>(work: () => Promise<Result>): Promise<Result> {
	return await inTurn('a long step', async () => {
		turnDue();
		await round;
		// Counting begins now: the next step gives the others their turn.
		turnDue();
		return await work();
	});
}
