import { turnDue } from '../../shared/run/loopTurn';

/** The bytes end inside a packet, or are not packets. */
export class BrokenPackets extends Error {}

/** The input needs more work than its budget allows. */
export class TooMuchWork extends BrokenPackets {}

/**
 * What each step costs, in microseconds of a slow processor core, rounded up. These are measured estimates, not a clock: a
 * message has the same cost on every machine, however busy.
 */
export const cost = {
	/** The length of a part inside a packet. */
	part: 0.5,
	packet: 20,
	/** Inflated, hashed and passed on. */
	inflatedByte: 0.004,
	/** The same for BZip2, whose blocks are sorted back in JavaScript. */
	bunzippedByte: 0.035,
	/** Reading and checking it against a known key. */
	signature: 2_000,
	/** A try with a private key of Curve25519 or P-256. */
	smallCurve: 1_500,
	/** Of any other curve. */
	largeCurve: 15_000,
	/**
	 * Of RSA or ElGamal with 4096 bits, with the library's big numbers; grows with the third power of the size. From Node 24
	 * on, OpenSSL opens RSA in a tenth of that; earlier Node versions refuse the padding.
	 */
	bigNumbers4096: 40_000,
} as const;

/** One, and another one beside it: in a header, or in what the wrong one of two keys made of a message. */
const DECOMPRESSORS_AT_MOST = 2;

export interface WorkLimits {
	/** In microseconds. */
	free: number;
	/** In addition, per input byte. */
	perByte: number;
	/** Output bytes allowed for all decompressors together, per input byte. */
	inflatedAtMost(bytesIn: number): number;
	privateKeyTriesAtMost: number;
	/** In microseconds, for these tries only. */
	privateKeyWork: number;
	/** By the clock; no budget is this much work, so this only stops a machine that is too busy. */
	millisecondsAtMost: number;
	/** Stops the work when more than this was inflated. */
	tooDense(): Error;
	/** Stops it when it costs more. */
	tooMuch(): Error;
}

/**
 * The budget of one file or one delivery: everything that packet readers, decompressors and the library do for it is counted
 * here, on every layer, and here the event loop gets its turn.
 */
export class Work {
	/** Why it was stopped; more precise than what the layers above see. */
	failure: Error | undefined;
	/** Whether the clock stopped it, which says nothing about the input. */
	isLate = false;
	private readonly began = performance.now();
	private spent = 0;
	private bytesIn = 0;
	private inflated = 0;
	private decompressors = 0;
	private privateKeyTries = 0;
	private spentOnKeys = 0;

	constructor(private readonly limits: WorkLimits) {}

	/** Bytes of the file or delivery itself; they raise the budget. */
	came(bytes: number): void {
		this.bytesIn += bytes;
	}

	spend(microseconds: number): void {
		this.spent += microseconds;
		if (this.spent > this.limits.free + this.bytesIn * this.limits.perByte) {
			throw (this.failure ??= this.limits.tooMuch());
		}
	}

	/** A decompressor starts; each takes memory, and no message needs two. */
	unpack(): void {
		if (++this.decompressors > DECOMPRESSORS_AT_MOST) throw (this.failure ??= this.limits.tooMuch());
	}

	/** Output bytes of a decompressor. */
	grew(bytes: number): void {
		this.inflated += bytes;
		if (this.inflated > this.limits.inflatedAtMost(this.bytesIn)) {
			throw (this.failure ??= this.limits.tooDense());
		}
		this.spend(bytes * cost.inflatedByte);
	}

	/** Whether a private key may be tried again, at this cost in microseconds. */
	mayTryKey(microseconds: number): boolean {
		const { privateKeyTriesAtMost, privateKeyWork } = this.limits;
		this.privateKeyTries++;
		this.spentOnKeys += microseconds;
		return this.privateKeyTries <= privateKeyTriesAtMost && this.spentOnKeys <= privateKeyWork;
	}

	/** Await it between two steps if it is returned. */
	turn(): Promise<void> | undefined {
		if (performance.now() - this.began > this.limits.millisecondsAtMost) {
			this.isLate = true;
			throw (this.failure ??= this.limits.tooMuch());
		}
		return turnDue();
	}
}
