import { clock } from '../run/clock';

const TRIES = 6;
const PAUSE_MS = 200;

/** Tries again what must be written even though the database is away for a while: 25 s of pauses. Throws the last error. */
export async function untilWritten(write: () => Promise<void>): Promise<void> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await write();
		} catch (error) {
			if (attempt === TRIES) throw error;
			await clock.pause(PAUSE_MS * 2 ** attempt);
		}
	}
}
