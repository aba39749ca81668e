/** Where time comes from. Code that waits, or decides by the time, asks here, so a test can use another clock. */
export interface Clock {
	/** Milliseconds since 1970. */
	now(): number;
	/** Rests for so long, or until `signal` fires. */
	pause(ms: number, signal?: AbortSignal): Promise<void>;
}

/**
 * Real time, whatever the clock says: for a guard that ends what may never end on its own.
 *
 * Unlike a timer it never keeps a process alive, and timers are not allowed in a community node. It makes a signal of its
 * own each time, because Node 20 forgets the listeners of combined ones.
 */
export const realPause = async (ms: number, signal?: AbortSignal): Promise<void> =>
	await new Promise<void>((resolve) => {
		if (signal?.aborted) return resolve();
		const timer = AbortSignal.timeout(Math.ceil(ms));
		const end = () => {
			timer.removeEventListener('abort', end);
			signal?.removeEventListener('abort', end);
			resolve();
		};
		timer.addEventListener('abort', end);
		signal?.addEventListener('abort', end);
	});

/** n8n makes the nodes itself, so the clock cannot reach them as an argument: this is the one that they all look at. */
export const clock: Clock = { now: () => Date.now(), pause: realPause };
