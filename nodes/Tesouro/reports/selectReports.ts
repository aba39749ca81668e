import type { IExecuteFunctions } from 'n8n-workflow';
import type { TesouroApi } from '../api/transport';
import { parseTime } from '../../shared/run/providerTime';
import { statusMeaning } from '../facts';
import { listReports, type AsyncReportRequest } from './asyncReports';
import { notDone } from './doneReports';
import { splitList } from './request/reportFilters';
import { readRequestedRange, type Requested } from './requestedRange';

const ONE_MINUTE_MS = 60 * 1000;
/** A hundred a page: for more than that, ask for fewer days. */
const PAGES_AT_MOST = 1_000;
/** How many are looked at together, where each must be looked up in n8n's database. */
const BATCH = 100;

interface Filters {
	leaveOutExpired?: boolean;
	leaveOutDone?: boolean;
	minutesReady?: number;
	status?: string[];
	tags?: unknown;
}

export async function* selectReports(
	context: IExecuteFunctions,
	itemIndex: number,
	api: TesouroApi,
): AsyncGenerator<AsyncReportRequest[]> {
	const filters = context.getNodeParameter('filters', itemIndex, {}) as Filters;
	const range = readRequestedRange(context, itemIndex);
	const isWanted = toTest(filters, range.includes);
	const seen = new Set<string>();
	let batch: AsyncReportRequest[] = [];
	const ready = async () => {
		const given = batch;
		batch = [];
		if (!filters.leaveOutDone) return given;
		const open = await notDone(
			context,
			given.map(({ requestId }) => requestId),
		);
		return given.filter(({ requestId }) => open.has(requestId));
	};
	for await (const record of listReports(api, range.from, range.to, PAGES_AT_MOST)) {
		// A request made meanwhile moves the others on to the next page.
		if (seen.has(record.requestId) || !isWanted(record)) continue;
		seen.add(record.requestId);
		batch.push(record);
		if (batch.length === BATCH) yield await ready();
	}
	yield await ready();
}

function toTest(
	{ leaveOutExpired, minutesReady, status, tags }: Filters,
	isInRange: Requested['includes'],
): (record: AsyncReportRequest) => boolean {
	const wantedTags = splitList(tags);
	const wantedStatus = new Set(status);
	const now = Date.now();
	return (record) => {
		if (!isInRange(record)) return false;
		if (wantedStatus.size > 0 && !wantedStatus.has(record.status)) return false;
		if (!wantedTags.every((tag) => record.tags?.includes(tag))) return false;
		const isMade = statusMeaning.get(record.status) === 'ready';
		const expires = parseTime(record.expiresDateTime);
		if (leaveOutExpired && isMade && expires !== undefined && expires.getTime() <= now) return false;
		const made = parseTime(record.generatedDateTime);
		const isTooNew =
			isMade && made !== undefined && made.getTime() > now - (minutesReady ?? 0) * ONE_MINUTE_MS;
		return !(minutesReady && isTooNew);
	};
}
