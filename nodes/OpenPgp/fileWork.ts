import { Work } from './engine/work';
import { OpenPgpError } from './openPgpError';
import {
	type Limits,
	defaultLimits,
	FREE_BYTES_IN_MEMORY,
	EXPANSION_FREE_BYTES,
	expansionOption,
} from './limits';
import { tooDense, howToRaise } from './limitSize';

/**
 * In microseconds, free for every file: enough to unpack some megabytes. With what 64 kB of file pay for, and with the private
 * keys, it is about a second.
 */
const FREE_WORK = 150_000;
/** Microseconds for each byte of the file at the usual expansion: BZip2 may grow to 180 times its size, ZIP to 1,000. */
const WORK_PER_BYTE = 7;
/** In microseconds: ten tries with RSA 4096. */
const PRIVATE_KEY_WORK = 400_000;
/** For somebody who hides the recipients. */
const PRIVATE_KEY_TRIES_AT_MOST = 64;

/** The budget of one file. What is unpacked counts, on every layer, whether it is content or not. */
export function fileWork(limits: Limits = defaultLimits): Work {
	const { bytesAtMost, expansionAtMost, isInMemory = false } = limits;
	const freeBytes = isInMemory ? FREE_BYTES_IN_MEMORY : EXPANSION_FREE_BYTES;
	return new Work({
		free: FREE_WORK,
		perByte: WORK_PER_BYTE * Math.max(1, expansionAtMost / defaultLimits.expansionAtMost),
		inflatedAtMost: (bytesIn) =>
			Math.min(bytesAtMost + freeBytes, Math.max(freeBytes, bytesIn * expansionAtMost)),
		privateKeyTriesAtMost: PRIVATE_KEY_TRIES_AT_MOST,
		privateKeyWork: PRIVATE_KEY_WORK,
		millisecondsAtMost: Infinity,
		tooDense: () => tooDense(limits),
		tooMuch: () => tooMuch(limits),
	});
}

const tooMuch = (limits: Limits) =>
	new OpenPgpError(
		'The file is a compression bomb, or built like one: opening it takes far more work than a file of its size should. Nothing of it was kept',
		`Ask the sender for a file made with the usual settings of their software. If this is intended, ${howToRaise(limits, expansionOption)}`,
	);
