import { collectGarbage } from '../harness/collectGarbage.mts';
import { deliver } from '../harness/deliver.mts';
import { FORGED_SOURCE, type Live, type Mode } from './mode.mts';

const AT_ONCE = 20;
const GOOD_EVERY_MS = 1_000;

/** What became of one flood. */
export interface Seen {
	mode: Mode;
	seconds: number;
	/** How often a forged delivery got which status. */
	forged: Map<number, number>;
	/** The status of each good delivery at its first try. */
	good: number[];
	slowestGoodMs: number;
	/** More than the good deliveries start. */
	otherExecutions: number;
	/** Requests that the API got, those for the good deliveries included. */
	requests: number;
	/** How much larger the process is than before, without garbage. */
	grownBytes: number;
}

/** Forged deliveries, 20 at a time, and a good one a second between them; the first one before the flood. */
export async function flood(mode: Mode, count: number): Promise<Seen> {
	const live = await mode.open();
	const seen = emptySeen(mode);
	try {
		await deliverGood(live, seen);
		const requestsBefore = live.requests();
		collectGarbage();
		const bytesBefore = process.memoryUsage.rss();
		const began = performance.now();
		let next = 0;
		const floods = Array.from({ length: AT_ONCE }, async () => {
			while (next < count) {
				const { url, body, ...options } = live.forged(next++);
				const { status } = await deliver(url, body, { ...options, from: FORGED_SOURCE });
				seen.forged.set(status, (seen.forged.get(status) ?? 0) + 1);
			}
		});
		const ended = Promise.all(floods);
		while (!(await isOver(ended, GOOD_EVERY_MS))) await deliverGood(live, seen);
		await ended;
		seen.seconds = (performance.now() - began) / 1000;
		seen.requests = live.requests() - requestsBefore;
		collectGarbage();
		seen.grownBytes = process.memoryUsage.rss() - bytesBefore;
		seen.otherExecutions = live.executions().length - seen.good.filter((status) => status === 200).length;
	} finally {
		await live.close();
	}
	return seen;
}

const emptySeen = (mode: Mode): Seen => ({
	mode,
	seconds: 0,
	forged: new Map(),
	good: [],
	slowestGoodMs: 0,
	otherExecutions: 0,
	requests: 0,
	grownBytes: 0,
});

async function deliverGood(live: Live, seen: Seen): Promise<void> {
	const began = performance.now();
	seen.good.push(await live.good());
	seen.slowestGoodMs = Math.max(seen.slowestGoodMs, performance.now() - began);
}

/** Whether it ended within this time. */
async function isOver(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
	let timer: NodeJS.Timeout | undefined;
	const waited = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), milliseconds)));
	try {
		return await Promise.race([work.then(() => true), waited]);
	} finally {
		clearTimeout(timer);
	}
}
