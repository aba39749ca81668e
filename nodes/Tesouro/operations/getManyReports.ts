import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../shared/run/operation';
import { RemedyError } from '../../shared/run/remedyError';
import { apiOf } from '../api/apiOf';
import type { TesouroApi } from '../api/transport';
import { parseTime } from '../../shared/run/providerTime';
import { statusMeaning } from '../facts';
import { listReports, type AsyncReportRequest } from '../reports/asyncReports';
import { notDone } from '../reports/doneReports';
import { ReportState, toReportState } from '../reports/reportState';
import { columnLabel } from '../reports/request/columns';
import { dayIn, toDay } from '../reports/request/dateRange';
import { splitList } from '../reports/request/reportFilters';
import { returnAllFields } from '../../shared/run/commonFields';

const ONE_DAY_MS = 24 * 60 * 60 * 1000;
const ONE_MINUTE_MS = 60 * 1000;
/** A hundred a page: for more than that, ask for fewer days. */
const PAGES_AT_MOST = 1_000;
/** How many are looked at together, where each must be looked up in n8n's database. */
const BATCH = 100;

export const getManyReports: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many reports',
	description: 'List the reports that were requested, newest first',
	output: ReportState,
	fields: [
		...returnAllFields,
		{
			displayName: 'Requested',
			name: 'requested',
			type: 'options',
			default: 'lastDays',
			options: [
				{ name: 'From and To', value: 'custom' },
				{ name: 'In the Last N Days', value: 'lastDays' },
			],
		},
		{
			displayName: 'Number of Days',
			name: 'lastDays',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 400 },
			default: 7,
			description: 'Counted back from now. Tesouro deletes report files after some days.',
			displayOptions: { show: { requested: ['lastDays'] } },
		},
		{
			displayName: 'From',
			name: 'requestedFrom',
			type: 'dateTime',
			required: true,
			default: '',
			description: 'First day on which the reports were requested, in the time zone of the workflow',
			displayOptions: { show: { requested: ['custom'] } },
		},
		{
			displayName: 'To',
			name: 'requestedTo',
			type: 'dateTime',
			default: '',
			description: 'Last day; empty means today',
			displayOptions: { show: { requested: ['custom'] } },
		},
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add filter',
			default: {},
			options: [
				{
					displayName: 'Leave Out Done',
					name: 'leaveOutDone',
					type: 'boolean',
					default: true,
					description: 'Whether to leave out reports that a Mark as Done step of this workflow has marked',
				},
				{
					displayName: 'Leave Out Expired',
					name: 'leaveOutExpired',
					type: 'boolean',
					default: true,
					description: 'Whether to leave out reports whose file Tesouro has deleted',
				},
				{
					displayName: 'Ready for at Least (Minutes)',
					name: 'minutesReady',
					type: 'number',
					typeOptions: { minValue: 0 },
					default: 30,
					description: 'Skip newer reports: the Tesouro Trigger is about to receive them',
				},
				{
					displayName: 'Status',
					name: 'status',
					type: 'multiOptions',
					default: [],
					options: [...statusMeaning.keys()]
						.map((value) => ({ name: columnLabel(value), value }))
						.sort((one, other) => one.name.localeCompare(other.name)),
				},
				{
					displayName: 'Tags',
					name: 'tags',
					type: 'string',
					default: '',
					description: 'Only reports that have all of these tags, separated by commas',
				},
			],
		},
	],
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const returnAll = context.getNodeParameter('returnAll', itemIndex, false) as boolean;
		const limit = returnAll ? Infinity : (context.getNodeParameter('limit', itemIndex, 50) as number);
		const { api } = await apiOf(context, itemIndex);
		const found: INodeExecutionData[] = [];
		for await (const batch of selected(context, itemIndex, api)) {
			found.push(...batch.map((record) => ({ json: toReportState(record) as unknown as IDataObject })));
			if (found.length >= limit) break;
		}
		return found.slice(0, limit);
	},
};

interface Filters {
	leaveOutExpired?: boolean;
	leaveOutDone?: boolean;
	minutesReady?: number;
	status?: string[];
	tags?: unknown;
}

async function* selected(
	context: IExecuteFunctions,
	itemIndex: number,
	api: TesouroApi,
): AsyncGenerator<AsyncReportRequest[]> {
	const filters = context.getNodeParameter('filters', itemIndex, {}) as Filters;
	const range = readRange(context, itemIndex);
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

interface Requested {
	/** What Tesouro is asked for: a day more on both sides, since its days have no zone. */
	from: Date;
	to: Date;
	/** Whether it was requested in the days that were meant. */
	includes(record: AsyncReportRequest): boolean;
}

function readRange(context: IExecuteFunctions, itemIndex: number): Requested {
	const now = Date.now();
	if (context.getNodeParameter('requested', itemIndex) !== 'custom') {
		const days = context.getNodeParameter('lastDays', itemIndex, 7) as number;
		const since = now - days * ONE_DAY_MS;
		return {
			from: new Date(since - ONE_DAY_MS),
			to: new Date(now + ONE_DAY_MS),
			includes: (record) => (requestedAt(record)?.getTime() ?? now) >= since,
		};
	}
	const timeZone = context.getTimezone();
	const gte = toDay(context.getNodeParameter('requestedFrom', itemIndex), timeZone);
	const given = context.getNodeParameter('requestedTo', itemIndex, '');
	const isOpen = given === '' || given === null || given === undefined;
	const lte = isOpen ? dayIn(timeZone, new Date(now)) : toDay(given, timeZone);
	if (gte === undefined || lte === undefined) {
		throw new RemedyError('"From" or "To" is not a date', 'Fill in dates, for example 2026-01-31.');
	}
	if (gte > lte) throw new RemedyError(`"From" (${gte}) is later than "To" (${lte})`, 'Swap the two.');
	return {
		from: new Date(Date.parse(`${gte}T00:00:00Z`) - ONE_DAY_MS),
		to: new Date(Date.parse(`${lte}T00:00:00Z`) + ONE_DAY_MS),
		includes(record) {
			const at = requestedAt(record);
			if (at === undefined) return true;
			const day = dayIn(timeZone, at);
			return day >= gte && day <= lte;
		},
	};
}

const requestedAt = (record: AsyncReportRequest) => parseTime(record.requestedDateTime);

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
