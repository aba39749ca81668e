/**
 * Waits. Unlike a timer it never keeps a process alive, and timers are not allowed in a community node. A signal of its
 * own each time, since Node 20 forgets the listeners of combined ones. Ends early when `signal` fires.
 */
export const pause = async (ms: number, signal?: AbortSignal) =>
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
