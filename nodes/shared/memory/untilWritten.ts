import { clock } from '../run/clock';

export const TRIES_TO_WRITE = 8;
const PAUSE_MS = 200;

/**
 * Tries again what must be read or written even though the database is away for a while: 51 s of pauses, the first of 0.4 s.
 * Throws the last error.
 */
export async function untilWritten<Result>(
	work: () => Promise<Result>,
	onError: (error: unknown, attempt: number) => void = () => undefined,
): Promise<Result> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await work();
		} catch (error) {
			onError(error, attempt);
			if (attempt === TRIES_TO_WRITE) throw error;
			await clock.pause(PAUSE_MS * 2 ** attempt);
		}
	}
}
