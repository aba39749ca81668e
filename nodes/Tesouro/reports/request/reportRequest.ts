import type { DateRange } from './dateRange';
import { splitList } from './reportFilters';
import type { DateMember, ReportKind } from './reportKinds';
import type { Cut } from './splitRange';

export interface RequestOptions {
	additionalColumns?: unknown;
	compressedFileName?: string;
	description?: string;
	fileName?: string;
	halveWhenRefused?: boolean;
	isCompressed?: boolean;
	onlyAvailableDays?: boolean;
	requestKey?: string | number;
	tags?: unknown;
}

/** What the panel asks for, checked: everything but the days of a part and the tag of the request. */
export interface ReportRequest {
	kind: ReportKind;
	columns: string[];
	/** Undefined when funds transfers are asked for instead of days. */
	days?: { date: DateMember; range: DateRange; cut: Cut };
	/** The filters as members of `where`. */
	filters: Record<string, unknown>;
	options: RequestOptions;
}

/** The variables of the mutation for the given days: exactly one of the eight members. */
export function toInput(request: ReportRequest, range: DateRange | undefined, isPart: boolean) {
	const { kind, columns, days, filters, options } = request;
	const where = { ...(days && range && { [days.date.name]: range }), ...filters };
	const form = days === undefined ? kind.transferForm?.name : kind.filterForm;
	const name = (given: string | undefined) => (given && isPart && range ? addDaysTo(given, range) : given);
	const { description, isCompressed = false } = options;
	const tags = splitList(options.tags);
	return {
		[kind.input]: {
			[kind.report]: {
				fields: columns,
				fileType: 'CSV',
				...(options.fileName && { fileName: name(options.fileName) }),
			},
			asyncReportsDetailsInput: {
				isCompressed,
				...(isCompressed &&
					options.compressedFileName && { compressedFileName: name(options.compressedFileName) }),
				...(description && { description }),
				...(tags.length > 0 && { tags }),
			},
			where: form === undefined ? where : { [form]: where },
		},
	};
}

/** What decides the content of the report: names, description and tags do not, and often hold the time of asking. */
export const withoutNames = (request: ReportRequest): ReportRequest => ({
	...request,
	options: { isCompressed: request.options.isCompressed },
});

/** The same input with one tag more. */
export function withTag(input: ReturnType<typeof toInput>, tag: string): ReturnType<typeof toInput> {
	return Object.fromEntries(
		Object.entries(input).map(([member, request]) => {
			const details = request.asyncReportsDetailsInput as { tags?: string[] };
			const tags = [...(details.tags ?? []), tag];
			return [member, { ...request, asyncReportsDetailsInput: { ...details, tags } }];
		}),
	) as ReturnType<typeof toInput>;
}

/** Before the ending, so `fees.csv` becomes `fees_2026-01-01_2026-01-31.csv`. */
const addDaysTo = (name: string, { gte, lte }: DateRange) =>
	name.replace(/((?:\.[a-z0-9]{1,4}){0,3})$/i, `_${gte}_${lte}$1`);
