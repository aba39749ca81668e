import { TooMuchWork, Work } from '../engine/work';

/** In microseconds: for all the work that one delivery causes. */
const WORK_AT_MOST = 150_000;
/** The same for private keys alone: four tries with RSA 4096. */
const PRIVATE_KEY_WORK = 160_000;
const PRIVATE_KEY_TRIES_AT_MOST = 8;
/** The sender of a delivery waits for the answer; most give up after half a minute. */
const MILLISECONDS_AT_MOST = 20_000;

/**
 * The one budget for all that a stranger sent at once, in whatever place: each door for strangers makes one budget
 * for each delivery, and gives it to every function below.
 */
export const untrustedWork = (bytesAtMost: number): Work =>
	new Work({
		free: WORK_AT_MOST,
		perByte: 0,
		// What it holds, and its packets around that.
		inflatedAtMost: () => 2 * bytesAtMost,
		privateKeyTriesAtMost: PRIVATE_KEY_TRIES_AT_MOST,
		privateKeyWork: PRIVATE_KEY_WORK,
		millisecondsAtMost: MILLISECONDS_AT_MOST,
		tooDense: () => new TooMuchWork('it unpacks to more than a delivery may have'),
		tooMuch: () => new TooMuchWork('it takes more work than a delivery may'),
	});
