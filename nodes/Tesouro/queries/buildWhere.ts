import { RemedyError } from '../../shared/run/remedyError';
import type { DateRange } from '../reports/request/dateRange';
import { toWhere } from '../reports/request/reportFilters';
import type { ReportQuery, Where } from './reportQuery';

/** What Tesouro is asked to look for. Throws a RemedyError when it would not accept that. */
export function buildWhere(
	query: ReportQuery,
	days: { field: string; range: DateRange } | undefined,
	given: Record<string, unknown>,
): Where {
	const filters = toWhere(query.filters, given);
	if (days === undefined && query.isDateRequired) {
		throw new RemedyError(`${query.label}: a period is required`, 'Choose another "Period" than "Any".');
	}
	if (days === undefined && Object.keys(filters).length === 0) {
		throw new RemedyError(
			'There is neither a range of days nor a filter',
			'Choose another "Period" than "Any", or add a filter, for example by ID.',
		);
	}
	const where = { ...(days && { [days.field]: days.range }), ...filters };
	checkNeeded(query, where);
	return query.shapeWhere?.(where) ?? where;
}

function checkNeeded({ label, needsOneOf, dates, filters }: ReportQuery, where: Where): void {
	if (needsOneOf === undefined || needsOneOf.some((name) => name in where)) return;
	const isDate = (name: string) => dates.some((date) => date.name === name);
	const labels = filters.filter(({ name }) => needsOneOf.includes(name)).map((filter) => filter.label);
	throw new RemedyError(
		`${label} cannot be looked up by these filters alone`,
		`${needsOneOf.some(isDate) ? 'Choose another "Period" than "Any", or add' : 'Add'} one of these filters: ${labels.join(', ')}.`,
	);
}
