import { realPause } from '../../shared/run/clock';
import { Failure } from '../failure';

const CHECK_EVERY_MS = 2_500;
/** In a row, so that a busy process is not mistaken for a stall. */
const IDLE_CHECKS = 4;

/**
 * Detects when a stream has stalled. On damaged data, the library's streams can wait for each other (seen with openpgp
 * 6.3.2: a compressed message that breaks in the middle and arrives in many small pieces), and an execution must fail, not
 * hang.
 */
export class StallGuard {
	private hasEnded = false;
	private moves = 0;
	/** Ends the wait of the consumer; set only while it waits. */
	private giveUp: ((failure: Failure) => void) | undefined;

	/** `sourceMoves` counts the chunks of the source; undefined while the source itself is awaited. */
	constructor(private readonly sourceMoves: () => number | undefined) {
		void this.watch();
	}

	/**
	 * The result of the promise, or a Failure: its own, or because nothing has moved for ten seconds although neither the
	 * source nor the consumer is awaited.
	 */
	async wait<T>(piece: Promise<T>): Promise<T | Failure> {
		// Not Promise.race with one promise for all pieces: that would keep every piece in memory until the end.
		const result = await new Promise<T | Failure>((resolve) => {
			this.giveUp = resolve;
			piece.then(resolve, (error: unknown) => resolve(new Failure(error)));
		});
		this.giveUp = undefined;
		this.moves++;
		return result;
	}

	end(): void {
		this.hasEnded = true;
	}

	private async watch(): Promise<void> {
		let last: number | undefined;
		let idleChecks = 0;
		while (idleChecks < IDLE_CHECKS) {
			await realPause(CHECK_EVERY_MS);
			if (this.hasEnded) return;
			const fromSource = this.sourceMoves();
			const total = fromSource === undefined ? undefined : fromSource + this.moves;
			const isIdle = this.giveUp !== undefined && total !== undefined && total === last;
			idleChecks = isIdle ? idleChecks + 1 : 0;
			last = total;
		}
		this.giveUp?.(new Failure(new Error('the stream stands still')));
	}
}
