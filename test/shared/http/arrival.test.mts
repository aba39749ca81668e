import { PassThrough } from 'node:stream';
import { limit, type Time } from '../../../nodes/shared/http/arrival';

/** Time that passes when somebody says so. */
class ManualTime implements Time {
	private ms = 0;
	private resting: Array<{ at: number; wake: () => void }> = [];

	now = () => this.ms;

	pause = async (ms: number) =>
		await new Promise<void>((wake) => void this.resting.push({ at: this.ms + ms, wake }));

	/** In steps, so that whoever wakes sees the time at which it woke. */
	async pass(ms: number): Promise<void> {
		for (const end = this.ms + ms; this.ms < end;) {
			this.ms += 1_000;
			const awake = this.resting.filter(({ at }) => at <= this.ms);
			this.resting = this.resting.filter(({ at }) => at > this.ms);
			for (const { wake } of awake) wake();
			await new Promise((resolve) => setImmediate(resolve));
		}
	}
}

const NO_LIMIT = { bytesAtMost: 1e12 };

function arriving(rules: { bytesAtMost: number } = NO_LIMIT, headers: Record<string, string> = {}) {
	const body = new PassThrough();
	const time = new ManualTime();
	const seen = { bytes: 0, failure: undefined as Error | undefined, isOver: false };
	const reading = (async () => {
		for await (const piece of limit(body, headers, rules, time)) seen.bytes += piece.length;
	})()
		.catch((error: Error) => (seen.failure = error))
		.finally(() => (seen.isOver = true));
	return { body, time, seen, reading };
}

describe('a transfer ends', () => {
	it('when one byte arrives every half minute', async () => {
		const { body, time, seen } = arriving();
		for (let minutes = 0; minutes < 5 && !seen.isOver; minutes += 0.5) {
			body.write('x');
			await time.pass(30_000);
		}
		expect(seen.failure?.message).toMatch(/broke off: only \d bytes arrived in a minute of waiting/);
		expect(body.destroyed).toBe(true);
	});

	it('when nothing arrives for a minute', async () => {
		const { time, seen } = arriving();
		await time.pass(59_000);
		expect(seen.isOver).toBe(false);
		await time.pass(61_000);
		expect(seen.failure?.message).toContain('nothing arrived for a minute');
	});

	it('when a large start is followed by a trickle', async () => {
		const { body, time, seen } = arriving();
		body.write(Buffer.alloc(10_000_000));
		for (let seconds = 0; seconds < 300 && !seen.isOver; seconds += 10) {
			body.write('x');
			await time.pass(10_000);
		}
		expect(seen.bytes).toBeGreaterThanOrEqual(10_000_000);
		expect(seen.failure?.message).toContain('broke off');
	});
});

describe('a transfer continues', () => {
	it('at the speed of a slow line, for hours', async () => {
		const { body, time, seen, reading } = arriving();
		for (let minutes = 0; minutes < 180; minutes++) {
			body.write(Buffer.alloc(400_000));
			await time.pass(60_000);
			expect(seen.isOver).toBe(false);
		}
		body.end();
		await reading;
		expect([seen.bytes, seen.failure]).toEqual([72_000_000, undefined]);
	});

	it('however slow the reader on our side is', async () => {
		const body = new PassThrough();
		const time = new ManualTime();
		body.end(Buffer.alloc(100));
		for await (const piece of limit(body, {}, NO_LIMIT, time)) {
			expect(piece).toHaveLength(100);
			await time.pass(600_000);
		}
		expect.hasAssertions();
	});
});

it.each([NaN, undefined, 0, -1, 'much'])('a limit of %j is refused with a reason', async (bytesAtMost) => {
	const { body, seen, reading } = arriving({ bytesAtMost: bytesAtMost as number });
	body.write('x');
	await reading;
	expect(seen.bytes).toBe(0);
	expect(seen.failure?.message).toBe('The maximum size of the file must be a number above 0');
});

it('a file that is longer than allowed, or shorter than announced, is refused', async () => {
	const long = arriving({ bytesAtMost: 10 });
	long.body.end('eleven bytes');
	await long.reading;
	expect(long.seen.failure?.message).toContain('larger than the limit');
	const short = arriving(NO_LIMIT, { 'content-length': '20' });
	short.body.end('eleven bytes');
	await short.reading;
	expect(short.seen.failure?.message).toContain('12 of 20 bytes arrived');
});
