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
		const outcome = await outcomeOf(work);
		if ('result' in outcome) return outcome.result;
		onError(outcome.error, attempt);
		if (attempt === TRIES_TO_WRITE) throw outcome.error;
		await clock.pause(PAUSE_MS * 2 ** attempt);
	}
}

const outcomeOf = async <Result>(
	work: () => Promise<Result>,
): Promise<{ result: Result } | { error: unknown }> =>
	await work().then(
		(result) => ({ result }),
		(error: unknown) => ({ error }),
	);
