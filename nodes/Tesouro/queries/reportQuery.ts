import type { ReportFilter } from '../reports/request/reportFilters';
import type { DateMember } from '../reports/request/reportKinds';

/** Filters and dates by their names, as GraphQL takes them. */
export type Where = Record<string, unknown>;

/** One of Tesouro's synchronous reports, told completely. */
export interface ReportQuery {
	/** The field of Tesouro's Query type. */
	name: string;
	label: string;
	description: string;
	inputType: string;
	/** Summaries have few rows, smaller pages, and an order. */
	isSummary: boolean;
	/** Days can be counted by any of these; the first is the default. */
	dates: ReadonlyArray<Pick<DateMember, 'name' | 'label'>>;
	/** Whether the `where` type demands a date. */
	isDateRequired?: true;
	/** Members of `where` of which Tesouro demands at least one; without it, any of them will do. */
	needsOneOf?: readonly string[];
	filters: readonly ReportFilter[];
	/** Values of the report's SortField enum; only summaries have one. */
	sortFields?: readonly string[];
	/** The fields of each row, as GraphQL. */
	selection: string;
	/** Where the `where` type has more to it than one member for each filter. Throws a RemedyError. */
	shapeWhere?: (where: Where) => Where;
}
