import { turnDue } from '../../shared/run/loopTurn';

/** The bytes end inside a packet, or are no packets. */
export class BrokenPackets extends Error {}

/** What came in asks for more work than it is given. */
export class TooMuchWork extends BrokenPackets {}

/**
 * What each step costs, in microseconds of a slow processor core, rounded up. They are measured estimates and not a clock:
 * the same message has the same cost on every machine, however busy it is.
 */
export const cost = {
	/** The length of a part in the middle of a packet. */
	part: 0.5,
	packet: 20,
	/** Inflated, hashed and handed on. */
	inflatedByte: 0.004,
	/** The same for BZip2, whose blocks are sorted back in JavaScript. */
	bunzippedByte: 0.035,
	/** Read, and checked against a known key. */
	signature: 2_000,
	/** A try with a private key of Curve25519 or P-256. */
	smallCurve: 1_500,
	/** Of any other curve. */
	largeCurve: 15_000,
	/**
	 * Of RSA or ElGamal with 4096 bits, in the library's big numbers; it grows with the third power of the size. From Node 24
	 * on OpenSSL opens RSA in a tenth of that; before, Node refuses the padding.
	 */
	bigNumbers4096: 40_000,
} as const;

/** One, and another one beside it: in a header, or in what the wrong one of two keys made of a message. */
const DECOMPRESSORS_AT_MOST = 2;

export interface WorkLimits {
	/** In microseconds. */
	free: number;
	/** In addition, for each byte that came in. */
	perByte: number;
	/** Bytes that may come out of all decompressors together, by the bytes that came in. */
	inflatedAtMost(bytesIn: number): number;
	privateKeyTriesAtMost: number;
	/** In microseconds, for these tries alone. */
	privateKeyWork: number;
	/** By the clock; a budget is never this much work, so this is for a machine that does not get to it. */
	millisecondsAtMost: number;
	/** Ends the work when more was inflated than that. */
	tooDense(): Error;
	/** Ends it when it costs more. */
	tooMuch(): Error;
}

/**
 * The budget of one file or one delivery: everything that packet readers, decompressors and the library do for it counts
 * here, on every layer, and here the event loop gets its turn.
 */
export class Work {
	/** Why it was given up; says more than what the layers above can see. */
	failure: Error | undefined;
	/** Whether it was given up because of the clock, which says nothing about what came in. */
	isLate = false;
	private readonly began = performance.now();
	private spent = 0;
	private bytesIn = 0;
	private inflated = 0;
	private decompressors = 0;
	private privateKeyTries = 0;
	private spentOnKeys = 0;

	constructor(private readonly limits: WorkLimits) {}

	/** Bytes of the file or delivery itself; they pay for what is made of them. */
	came(bytes: number): void {
		this.bytesIn += bytes;
	}

	spend(microseconds: number): void {
		this.spent += microseconds;
		if (this.spent > this.limits.free + this.bytesIn * this.limits.perByte) {
			throw (this.failure ??= this.limits.tooMuch());
		}
	}

	/** A decompressor begins; each takes memory, and no message has two of them. */
	unpack(): void {
		if (++this.decompressors > DECOMPRESSORS_AT_MOST) throw (this.failure ??= this.limits.tooMuch());
	}

	/** Bytes that came out of a decompressor. */
	grew(bytes: number): void {
		this.inflated += bytes;
		if (this.inflated > this.limits.inflatedAtMost(this.bytesIn)) {
			throw (this.failure ??= this.limits.tooDense());
		}
		this.spend(bytes * cost.inflatedByte);
	}

	/** Whether a private key may be tried once more, at this cost in microseconds. */
	mayTryKey(microseconds: number): boolean {
		const { privateKeyTriesAtMost, privateKeyWork } = this.limits;
		this.privateKeyTries++;
		this.spentOnKeys += microseconds;
		return this.privateKeyTries <= privateKeyTriesAtMost && this.spentOnKeys <= privateKeyWork;
	}

	/** To be waited for between two steps when it is there. */
	turn(): Promise<void> | undefined {
		if (performance.now() - this.began > this.limits.millisecondsAtMost) {
			this.isLate = true;
			throw (this.failure ??= this.limits.tooMuch());
		}
		return turnDue();
	}
}
