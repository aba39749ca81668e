import type { DateRange } from '../dateRange';
import { splitList, toWhere, type ReportFilter } from '../reportFilters';
import { TesouroError } from '../tesouroError';
import type { ReportQuery, Where } from './reportQuery';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What Tesouro is asked to look for. Throws a TesouroError when it would not accept that. */
export function buildWhere(
	query: ReportQuery,
	days: { field: string; range: DateRange } | undefined,
	given: Record<string, unknown>,
): Where {
	for (const filter of query.filters) check(filter, splitList(given[filter.name]));
	const filters = toWhere(query.filters, given);
	if (days === undefined && query.isDateRequired) {
		throw new TesouroError(`${query.label} cannot be had without days`, 'Choose other "Days" than "Any".');
	}
	if (days === undefined && Object.keys(filters).length === 0) {
		throw new TesouroError(
			'There is neither a range of days nor a filter',
			'Choose other "Days" than "Any", or add a filter, for example by ID.',
		);
	}
	const where = { ...(days && { [days.field]: days.range }), ...filters };
	return query.shapeWhere?.(where) ?? where;
}

function check({ form, label }: ReportFilter, values: string[]): void {
	const odd = form === 'ids' ? values.find((value) => !UUID.test(value)) : undefined;
	if (odd !== undefined) {
		throw new TesouroError(
			`${JSON.stringify(odd.slice(0, 64))} under "${label}" is no ID of Tesouro's`,
			'IDs look like 03635182-bdb5-41cc-8bda-1fbbaf444476; several are separated by commas.',
		);
	}
	if (form === 'text' && values.length > 1) {
		throw new TesouroError(`"${label}" takes one value only`, 'Run this report once for each of them.');
	}
}
