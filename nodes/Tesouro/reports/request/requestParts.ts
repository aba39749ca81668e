import type { IExecuteFunctions } from 'n8n-workflow';
import { RemedyError } from '../../../shared/run/remedyError';
import { attempt } from '../../../shared/http/attempt';
import type { TesouroApi } from '../../api/transport';
import { dropMissing, toReportState, type ReportState } from '../reportState';
import { availabilityOf, clamp } from './availability';
import { createReport, ReportRefused, type CreatedReport } from './createReport';
import { describeRange, type DateRange } from './dateRange';
import { toInput, withoutNames, withTag, type ReportRequest } from './reportRequest';
import { requestKey } from './requestKey';
import { halve, splitRange } from './splitRange';

/** Some parts of a range were requested before one failed: they are not lost. */
export class PartlyRequested extends RemedyError {
	constructor(
		readonly done: ReportState[],
		readonly failure: RemedyError,
		range: DateRange,
	) {
		const parts = done.map(
			({ report, details }) => `${report.id} (${String(details.from)} to ${String(details.to)})`,
		);
		super(
			`${describeRange(range)}: ${failure.message}. Requested before: ${parts.join(', ')}`,
			`${failure.remedy} The named reports were requested and will be announced; "Retry" of this execution does not request them again.`,
			failure,
		);
	}
}

/** Requests the report, or one for each part of its range. Throws `PartlyRequested` when a later part fails. */
export async function requestParts(
	context: IExecuteFunctions,
	itemIndex: number,
	api: TesouroApi,
	request: ReportRequest,
): Promise<ReportState[]> {
	const { days, options } = request;
	if (days === undefined) return [await requestPart(context, itemIndex, api, request, undefined, false)];

	const { onlyAvailableDays = true, halveWhenRefused = true } = options;
	const range = onlyAvailableDays
		? clamp(days.range, days.date, await availabilityOf(context, api))
		: days.range;
	const isSplit = days.cut !== 'none';
	const left = splitRange(range, days.cut);
	if (left === undefined) {
		throw new RemedyError(
			`${describeRange(range)} would be more than a thousand reports`,
			'Choose fewer days, or larger parts.',
		);
	}
	const done: ReportState[] = [];
	for (let part = left.shift(); part !== undefined; part = left.shift()) {
		const outcome = await attempt(
			async () => await requestPart(context, itemIndex, api, request, part, isSplit),
		);
		if (!(outcome instanceof RemedyError)) {
			const isClamped = range.gte !== days.range.gte || range.lte !== days.range.lte;
			const wanted = isClamped && { wantedFrom: days.range.gte, wantedTo: days.range.lte };
			done.push({ ...outcome, details: { ...outcome.details, ...wanted } });
			continue;
		}
		const mayHalve = isSplit && halveWhenRefused && outcome instanceof ReportRefused;
		const halves = mayHalve ? halve(part) : undefined;
		if (halves === undefined) throw done.length === 0 ? outcome : new PartlyRequested(done, outcome, part);
		left.unshift(...halves);
	}
	return done;
}

async function requestPart(
	context: IExecuteFunctions,
	itemIndex: number,
	api: TesouroApi,
	request: ReportRequest,
	range: DateRange | undefined,
	isPart: boolean,
): Promise<ReportState> {
	const input = toInput(request, range, isPart);
	const content = toInput(withoutNames(request), range, isPart);
	const key = requestKey(context, itemIndex, content, String(request.options.requestKey ?? '').trim());
	const signal = context.getExecutionCancelSignal();
	const created = await createReport(api, withTag(input, key.tag), key, signal);
	const state = toState(created, key.tag);
	const facts = dropMissing({
		kind: request.kind.value,
		daysOf: range && request.days?.date.name,
		from: range?.gte,
		to: range?.lte,
		wasRequestedBefore: created.wasRequestedBefore || undefined,
	});
	return { ...state, details: { ...state.details, ...facts } };
}

function toState({ requestId, record }: CreatedReport, tag: string): ReportState {
	if (record !== undefined) return toReportState(record);
	return {
		provider: 'tesouro',
		status: 'started',
		report: { id: requestId },
		files: [],
		details: { tesouroStatus: 'RECEIVED', requestKey: tag },
	};
}
