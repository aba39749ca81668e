import { setTimeout } from 'node:timers/promises';

/** Wait; false when the sandbox closed in the meantime. */
export async function pause(milliseconds: number, closing: AbortSignal): Promise<boolean> {
	if (milliseconds <= 0) return !closing.aborted;
	try {
		await setTimeout(milliseconds, undefined, { signal: closing });
		return true;
	} catch {
		return false;
	}
}
