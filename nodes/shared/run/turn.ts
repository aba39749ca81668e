import { realPause } from './clock';

/** How long work may hold the event loop before it lets others run. */
const TURN_MS = 12;

/** Tells when this work has held the event loop for long. By the clock, since how long a step takes depends on its data. */
export class Turn {
	private since = performance.now();

	isLong(): boolean {
		return performance.now() - this.since > TURN_MS;
	}

	begin(): void {
		this.since = performance.now();
	}
}

/** Gives the event loop to whoever waits for it: timers, requests, files. */
export async function letOthersRun(turn: Turn): Promise<void> {
	await realPause(0);
	turn.begin();
}
