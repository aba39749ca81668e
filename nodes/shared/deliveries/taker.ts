import { createHash } from 'crypto';

/** Which execution took an event, and when. */
export interface Taker {
	/** n8n's ID of the execution. */
	executionId: string;
	/** To the minute. */
	at: Date;
}

const BASE = 256;
const EXECUTION_DIGITS = 3;
const MINUTE_DIGITS = 2;
const MINUTE_MS = 60_000;
/** A taker may be a little newer than who reads it: other processes go on while one waits, and their clocks differ. */
const NEWER_AT_MOST = { executions: 1_000_000, minutes: 24 * 60 };
const DIGITS = [...Array(EXECUTION_DIGITS + MINUTE_DIGITS).keys()];

/**
 * A taker as texts that can be found again. n8n's table keeps hashes: it can only say whether a given text is in it. So the
 * number of the execution and the minute are written digit by digit, to a base of 256: to read a digit, one asks for all
 * 256 of it. The digits suffice for the last 15 million executions and 44 days.
 */
export const takerTexts = (key: string, { executionId, at }: Taker): string[] =>
	digitsOf(executionId, at).map((digit, place) => textOf(key, place, digit));

/** Every text that a taker of this event could have, by the place of its digit. */
export const takerTextsByPlace = (key: string): string[][] =>
	DIGITS.map((place) => [...Array(BASE).keys()].map((digit) => textOf(key, place, digit)));

/** Reads a taker; undefined when a digit is missing or stands there twice (n8n ended while it was written). */
export function readTaker(key: string, known: ReadonlySet<string>, self: Taker): Taker | undefined {
	const digits = DIGITS.map((place) => {
		const found = [...Array(BASE).keys()].filter((digit) => known.has(textOf(key, place, digit)));
		return found.length === 1 ? found[0]! : undefined;
	});
	if (digits.some((digit) => digit === undefined)) return undefined;
	const read = digits as number[];
	const execution = numberFrom(read.slice(0, EXECUTION_DIGITS));
	const minute = numberFrom(read.slice(EXECUTION_DIGITS));
	return {
		executionId: isNumber(self.executionId)
			? String(
					latestUpTo(
						Number(self.executionId) + NEWER_AT_MOST.executions,
						execution,
						BASE ** EXECUTION_DIGITS,
					),
				)
			: execution === executionNumber(self.executionId)
				? self.executionId
				: '(unknown)',
		at: new Date(
			latestUpTo(minutesOf(self.at) + NEWER_AT_MOST.minutes, minute, BASE ** MINUTE_DIGITS) * MINUTE_MS,
		),
	};
}

const textOf = (key: string, place: number, digit: number) => `taker ${place} ${digit} of ${key}`;
const minutesOf = (at: Date) => Math.floor(at.getTime() / MINUTE_MS);
const isNumber = (executionId: string) => /^\d{1,15}$/.test(executionId);

/** Of an ID that is not a number, as much of its hash as there is room for: enough to know one's own again. */
const executionNumber = (executionId: string) =>
	isNumber(executionId)
		? Number(executionId) % BASE ** EXECUTION_DIGITS
		: createHash('sha256').update(executionId).digest().readUIntBE(0, EXECUTION_DIGITS);

const digitsOf = (executionId: string, at: Date) => [
	...toDigits(executionNumber(executionId), EXECUTION_DIGITS),
	...toDigits(minutesOf(at) % BASE ** MINUTE_DIGITS, MINUTE_DIGITS),
];

const toDigits = (value: number, count: number) =>
	[...Array(count).keys()].map((place) => Math.floor(value / BASE ** place) % BASE);

const numberFrom = (digits: number[]) => digits.reduce((sum, digit, place) => sum + digit * BASE ** place, 0);

/** The largest number up to `most` that ends like `ending`. */
const latestUpTo = (most: number, ending: number, cycle: number) =>
	most - ((((most - ending) % cycle) + cycle) % cycle);
