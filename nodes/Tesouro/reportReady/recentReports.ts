import { clock } from '../../shared/run/clock';
import type { TesouroApi } from '../api/transport';
import { tesouro } from '../facts';
import { listReports, PAGES_PER_DELIVERY, type AsyncReportRequest } from '../reports/asyncReports';
import { processMemory } from '../../shared/run/processMemory';
import { setNewest } from '../../shared/run/setNewest';

const ONE_DAY_MS = 24 * 60 * 60 * 1000;
/** A report that was requested longer ago than this is no longer found. */
const DAYS_BACK = 31;
/** Deliveries that wait to be looked for. Each is a few kilobytes of memory. */
const WAITING_AT_MOST = 200;
/** After a reading that found not all: how long until the next one. Thirty requests a minute at most. */
const BETWEEN_READINGS_MS = 2_000;
/** Likewise after one that went beyond the first page, for each further page. Twenty requests a minute at most. */
const PER_FURTHER_PAGE_MS = 3_000;
/** Nobody is kept waiting longer than this. */
const WAIT_AT_MOST_MS = 8_000;
/** What Tesouro does not list it will mostly never list. */
const NO_REMEMBERED_MS = 60_000;
const NOES_AT_MOST = 5_000;
const CLIENTS_AT_MOST = 200;

/** Tesouro's record; `unknown` when it lists no such report; `busy` when strangers used up what may be asked. */
export type LookUp = AsyncReportRequest | 'unknown' | 'busy';

interface Waiting {
	promise: Promise<LookUp>;
	settle(found: LookUp): void;
	fail(error: unknown): void;
}

interface Reader {
	/** Deliveries that wait, by request ID in small letters. */
	waiting: Map<string, Waiting>;
	isReading: boolean;
	nextAt: number;
	nextFurtherAt: number;
	/** Request IDs that Tesouro does not list, with the time until which that is remembered. */
	noes: Map<string, number>;
}

const readers = processMemory<string, Reader>();

/**
 * Tesouro's record of a report request. Tesouro cannot be asked for one, only for its list, so one reading of the list
 * answers all deliveries that wait, however many a stranger sends: they cost a bounded number of requests, and a genuine
 * one is found by the next reading. Throws a RemedyError when the list cannot be had.
 */
export async function findRecentReport(api: TesouroApi, requestId: string): Promise<LookUp> {
	const reader = readerOf(api.identity);
	const key = requestId.toLowerCase();
	const now = clock.now();
	if ((reader.noes.get(key) ?? 0) > now) return 'unknown';
	const other = reader.waiting.get(key);
	if (other !== undefined) return await other.promise;
	if (reader.waiting.size >= WAITING_AT_MOST || reader.nextAt - now > WAIT_AT_MOST_MS) return 'busy';
	const waiting = newWaiting();
	reader.waiting.set(key, waiting);
	if (!reader.isReading) void readOn(api, reader);
	return await waiting.promise;
}

/** Reads as long as somebody waits. */
async function readOn(api: TesouroApi, reader: Reader): Promise<void> {
	reader.isReading = true;
	try {
		while (reader.waiting.size > 0) {
			const wait = reader.nextAt - clock.now();
			if (wait > 0) await clock.pause(wait);
			const batch = reader.waiting;
			reader.waiting = new Map();
			await readOnce(api, reader, batch).catch((error: unknown) => {
				reader.nextAt = clock.now() + BETWEEN_READINGS_MS;
				for (const { fail } of batch.values()) fail(error);
			});
		}
	} finally {
		reader.isReading = false;
	}
}

/** One reading of the list, the newest first; it ends when all are found. */
async function readOnce(api: TesouroApi, reader: Reader, batch: Map<string, Waiting>): Promise<void> {
	const now = clock.now();
	const from = new Date(now - DAYS_BACK * ONE_DAY_MS);
	const mayReadFurther = reader.nextFurtherAt <= now;
	let seen = 0;
	let isCut = false;
	for await (const report of listReports(api, from, new Date(now + ONE_DAY_MS), PAGES_PER_DELIVERY)) {
		const key = report.requestId.toLowerCase();
		batch.get(key)?.settle(report);
		batch.delete(key);
		seen++;
		const furtherPages = Math.ceil(seen / tesouro.pageSize) - 1;
		if (furtherPages > 0) reader.nextFurtherAt = clock.now() + furtherPages * PER_FURTHER_PAGE_MS;
		if (batch.size === 0) return;
		isCut = seen === tesouro.pageSize && !mayReadFurther;
		if (isCut) break;
	}
	const after = clock.now();
	reader.nextAt = after + BETWEEN_READINGS_MS;
	for (const [key, { settle }] of batch) {
		if (!isCut) rememberNo(reader, key, after);
		settle(isCut ? 'busy' : 'unknown');
	}
}

function rememberNo({ noes }: Reader, key: string, now: number): void {
	setNewest(noes, key, now + NO_REMEMBERED_MS, NOES_AT_MOST);
}

function newWaiting(): Waiting {
	let settle!: Waiting['settle'];
	let fail!: Waiting['fail'];
	const promise = new Promise<LookUp>((resolve, reject) => {
		settle = resolve;
		fail = reject;
	});
	return { promise, settle, fail };
}

function readerOf(identity: string): Reader {
	const reader = readers.get(identity) ?? {
		waiting: new Map(),
		isReading: false,
		nextAt: 0,
		nextFurtherAt: 0,
		noes: new Map(),
	};
	setNewest(readers, identity, reader, CLIENTS_AT_MOST);
	return reader;
}
