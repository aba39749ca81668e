import { fulfilRequest } from './fulfilRequest.mts';
import { nameReportFile } from './nameReportFile.mts';
import { createReport } from './sandboxReport.mts';
import type { State } from './state.mts';

interface Details {
	compressedFileName?: string | null;
	description?: string | null;
	tags?: string[] | null;
	isCompressed: boolean;
}

interface Report {
	fields: string[];
	fileName?: string | null;
}

type Request = Record<string, unknown> & { asyncReportsDetailsInput: Details; where: unknown };

/**
 * `createAsyncReport(input: CreateAsyncReportInput!)`. "The system user initiates a report request …
 * Tesouro sends a response that includes a requestId … Tesouro acknowledges the request and begins report
 * generation in the background."
 */
export function createAsyncReport(state: State, { input }: { input: Record<string, Request | null> }) {
	const members = Object.entries(input).filter((entry): entry is [string, Request] => entry[1] !== null);
	const [member] = members;
	if (!member || members.length > 1) return fail('Ask for exactly one report in one request.');
	const [kind, request] = member;
	const details = request.asyncReportsDetailsInput;
	const reportMember = Object.keys(request).find((name) => name.endsWith('ReportInput'));
	const wanted = request[reportMember ?? ''] as Report;
	const range = findDateRange(request.where) ?? (asksForTransfers(request.where) ? someDay : undefined);

	if (state.knobs.api === 'payload-error') return fail('The report could not be created.');
	if (wanted.fields.length === 0) return fail('Choose at least one field.');
	if ((details.description?.length ?? 0) > 250) return fail('description is longer than 250 characters.');
	if (!range) return fail('A report needs a date range.');
	if (range.gte > range.lte) return fail('The date range ends before it begins.');
	if (countDays(range) > Number(state.knobs.daysAtMost)) return fail('The date range is too long.');

	const stem =
		(details.isCompressed ? details.compressedFileName : undefined) ??
		wanted.fileName ??
		defaultFileName(kind, range);
	const report = createReport(state.url, state.presenterId, {
		fileName: nameReportFile(state, stem, details.isCompressed),
		isCompressed: details.isCompressed,
		tags: details.tags ?? [],
		description: details.description ?? undefined,
	});
	state.reports.set(report.requestId, report);
	const { rowsPerDay } = state;
	const rows = countDays(range) * rowsPerDay;
	const content = { rows, rowsPerDay, columns: wanted.fields, firstDay: range.gte, seed: 1 };
	const work = fulfilRequest(state, report, content);
	state.background.add(work);
	void work.finally(() => state.background.delete(work));
	return { asyncReportResponse: { requestId: report.requestId }, errors: null };
}

function fail(message: string) {
	return {
		asyncReportResponse: null,
		errors: [{ __typename: 'FailedToCreateAsyncReportError', message }],
	};
}

/** "FeeFilterInput: `standardFeeFilter` … or `fundsTransferIdFeeFilter { feeType, fundsTransferId }`", without days. */
const asksForTransfers = (where: unknown) => Object(where).fundsTransferIdFeeFilter?.fundsTransferId != null;
const someDay: DateRange = { gte: '2026-01-01', lte: '2026-01-01' };

interface DateRange {
	gte: string;
	lte: string;
}

/** Each kind of report names its date otherwise, and fees keep it one level deeper: take the first range. */
function findDateRange(where: unknown): DateRange | undefined {
	if (typeof where !== 'object' || where === null) return undefined;
	if ('gte' in where && 'lte' in where) return where as DateRange;
	for (const part of Object.values(where)) {
		const range = findDateRange(part);
		if (range) return range;
	}
	return undefined;
}

function countDays({ gte, lte }: DateRange): number {
	return Math.round((Date.parse(lte) - Date.parse(gte)) / 86_400_000) + 1;
}

/** "acceptor name, report type, date range, creation date joined by underscores". */
function defaultFileName(kind: string, { gte, lte }: DateRange): string {
	const createdOn = new Date().toISOString().slice(0, 10);
	return `SandboxAcceptor_${kind.replace(/Input$/, '')}_${gte}-to-${lte}_${createdOn}`;
}
