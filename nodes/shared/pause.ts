/**
 * Waits. Unlike a timer it never keeps a process alive, and timers are not allowed in a community node. A signal of its
 * own each time, since Node 20 forgets the listeners of combined ones.
 */
export const pause = async (ms: number) =>
	await new Promise((resolve) => {
		AbortSignal.timeout(ms).addEventListener('abort', resolve, { once: true });
	});
