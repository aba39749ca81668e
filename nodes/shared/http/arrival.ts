import type { NodeStream } from '../files/fileStore';
import type { Bytes } from '../files/streams';
import { realPause } from '../run/clock';
import { RemedyError } from '../run/remedyError';
import { describeFailure } from './failure';
import { discard } from './send';

export interface ArrivalRules {
	bytesAtMost: number;
	signal?: AbortSignal;
	/** What to do about a transfer that broke off, unless the link may work only once. */
	whenBrokenOff?: string;
}

/** Time as an argument, so a test need not wait. */
export interface Time {
	now(): number;
	pause(ms: number): Promise<void>;
}

const realTime: Time = { now: () => Date.now(), pause: realPause };

/** The bytes of an answer as they come. A file that is longer than allowed, or shorter than announced, ends with an error. */
export async function* limit(
	body: NodeStream,
	headers: Record<string, string | undefined>,
	rules: ArrivalRules,
	time: Time = realTime,
): AsyncGenerator<Uint8Array> {
	// "Not a number" would limit nothing.
	if (!(rules.bytesAtMost > 0)) {
		throw new RemedyError(
			'The maximum size of the file must be a number above 0',
			'Correct it in the options of this node.',
		);
	}
	let bytes = 0;
	const watch = new ArrivalWatch(body, time);
	const iterator = (body as Bytes)[Symbol.asyncIterator]();
	try {
		for (;;) {
			watch.begin();
			const next = await iterator.next().catch((error: unknown) => ({ failure: describeFailure(error) }));
			watch.arrived('value' in next && !next.done ? next.value.length : 0);
			rules.signal?.throwIfAborted();
			if (watch.why !== undefined) throw brokenOff(watch.why, rules);
			if ('failure' in next) throw brokenOff(next.failure, rules);
			if (next.done) break;
			bytes += next.value.length;
			if (bytes > rules.bytesAtMost) throw tooLarge(rules);
			yield next.value;
		}
	} finally {
		watch.end();
		discard(body);
	}
	const announced = headers['content-length'];
	if (announced !== undefined && Number(announced) !== bytes) {
		throw brokenOff(`${bytes} of ${announced} bytes arrived`, rules);
	}
}

const CHECK_MS = 15_000;
const WINDOW_MS = 60_000;
/** In a minute of waiting. No line is so slow: 5 kB a second are a modem's. */
const BYTES_A_MINUTE_AT_LEAST = 300_000;

/**
 * Ends a transfer whose host keeps the connection open and sends nothing, or next to nothing: the request's own timeout ends
 * with its headers. Only the time counts in which we wait for the host: a slow reader on our side is no reason to give up.
 */
class ArrivalWatch {
	/** Why the transfer was ended; undefined while it goes on. */
	why: string | undefined;
	private bytes = 0;
	private waitedMs = 0;
	private waitingSince: number | undefined;
	private hasEnded = false;

	constructor(
		private readonly body: NodeStream,
		private readonly time: Time,
	) {
		void this.watch();
	}

	begin(): void {
		this.waitingSince = this.time.now();
	}

	arrived(bytes: number): void {
		this.countWait();
		this.waitingSince = undefined;
		this.bytes += bytes;
	}

	end(): void {
		this.hasEnded = true;
	}

	private countWait(): void {
		if (this.waitingSince === undefined) return;
		const now = this.time.now();
		this.waitedMs += Math.max(0, now - this.waitingSince);
		this.waitingSince = now;
	}

	private async watch(): Promise<void> {
		while (this.why === undefined) {
			await this.time.pause(CHECK_MS);
			if (this.hasEnded) return;
			this.countWait();
			if (this.waitedMs < WINDOW_MS) continue;
			if (this.bytes < BYTES_A_MINUTE_AT_LEAST) {
				this.why =
					this.bytes === 0
						? 'nothing arrived for a minute'
						: `only ${this.bytes} bytes arrived in a minute of waiting`;
			}
			this.bytes = 0;
			this.waitedMs = 0;
		}
		discard(this.body);
	}
}

export const tooLarge = ({ bytesAtMost }: Pick<ArrivalRules, 'bytesAtMost'>) =>
	new RemedyError(
		`The file is larger than the limit of ${Math.round(bytesAtMost / 1e6)} MB`,
		'If this size is expected, raise the limit in the options of this node.',
	);

const brokenOff = (why: string, { whenBrokenOff }: Pick<ArrivalRules, 'whenBrokenOff'>) =>
	new RemedyError(
		`The download broke off: ${why}. Nothing of the file was kept`,
		whenBrokenOff ?? 'Run the step again. If the link works only once, request the report again.',
		// The file is there, and may come whole the next time.
		{ temporary: true },
	);
