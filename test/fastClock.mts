import { clock, type Clock } from '../nodes/shared/run/clock';

/** All that jest would fake besides the date. Timers stay real: servers and sockets run on them. */
const REAL = [
	'hrtime',
	'nextTick',
	'performance',
	'queueMicrotask',
	'setImmediate',
	'clearImmediate',
	'setInterval',
	'clearInterval',
	'setTimeout',
	'clearTimeout',
] as const;

/** Far more than any test needs. A wait that nothing ends fails instead of running forever. */
const PAUSES_AT_MOST = 20_000;

interface Entry {
	at: number;
	run(): unknown;
}

/**
 * Time that passes only in pauses, and immediately: a pause of a minute ends at once, a minute later. The date stands
 * still in between, for the sandbox and for the product, so nothing depends on how fast the machine is.
 */
export class FastClock implements Clock {
	/** How long each pause was to take, in milliseconds, oldest first. */
	readonly pauses: number[] = [];
	private resting: Entry[] = [];
	private planned: Entry[] = [];
	private isMoving = false;

	/** `settle` waits for work of the world outside that takes no time at all: it is done before time moves on. */
	constructor(private readonly settle: () => unknown) {}

	now(): number {
		return Date.now();
	}

	/** Does something when so much time has passed: the world outside, which does not wait for us. */
	after(ms: number, run: () => unknown): void {
		this.planned.push({ at: this.now() + ms, run });
	}

	async pause(ms: number, signal?: AbortSignal): Promise<void> {
		if (signal?.aborted) return;
		if (this.pauses.push(ms) > PAUSES_AT_MOST)
			throw new Error(`${PAUSES_AT_MOST} pauses: nothing ends this wait`);
		await new Promise<void>((resolve) => {
			const entry = { at: this.now() + Math.max(0, ms), run: resolve };
			this.resting.push(entry);
			signal?.addEventListener('abort', () => {
				this.resting = this.resting.filter((other) => other !== entry);
				resolve();
			});
			if (!this.isMoving) void this.move();
		});
	}

	/** Whoever wakes first goes on first; what was planned for an earlier time comes before. */
	private async move(): Promise<void> {
		this.isMoving = true;
		while (this.resting.length > 0) {
			await new Promise((resolve) => setImmediate(resolve));
			await this.settle();
			const wakes = earliest(this.resting);
			const due = earliest(this.planned);
			if (wakes === undefined) continue;
			const next = due !== undefined && due.at <= wakes.at ? due : wakes;
			this.resting = this.resting.filter((entry) => entry !== next);
			this.planned = this.planned.filter((entry) => entry !== next);
			jest.setSystemTime(Math.max(this.now(), next.at));
			await next.run();
		}
		this.isMoving = false;
	}
}

const earliest = (entries: Entry[]): Entry | undefined =>
	entries.reduce<Entry | undefined>(
		(first, entry) => (first === undefined || entry.at < first.at ? entry : first),
		undefined,
	);

/** Puts the date into the test's hands; timers, servers and sockets go on by themselves. */
export const setDate = (now: number): void => void jest.useFakeTimers({ now, doNotFake: [...REAL] });

/**
 * The user stops the execution during the first pause, which then lasts until the signal that it was given says so.
 * Without that signal it never ends.
 */
export function stopInFirstPause(stop: AbortController): void {
	jest.spyOn(clock, 'pause').mockImplementation(async (_, signal) => {
		const ends = new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
		stop.abort();
		await ends;
	});
}

/** To be called in a `describe` or at the top of a file: every test in there has a fast clock of its own. */
export function useFastClock(settle: () => unknown = () => undefined): () => FastClock {
	let fast: FastClock;
	// Time never goes back: what one test made a server wait for is over in the next.
	let last = 0;
	beforeEach(() => {
		setDate(Math.max(Date.now(), last));
		fast = new FastClock(settle);
		jest.spyOn(clock, 'pause').mockImplementation(async (ms, signal) => await fast.pause(ms, signal));
	});
	afterEach(() => {
		last = Date.now() + 1_000;
		jest.restoreAllMocks();
		jest.useRealTimers();
	});
	return () => fast;
}
