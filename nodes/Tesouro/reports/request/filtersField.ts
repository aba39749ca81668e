import type { INodeProperties } from 'n8n-workflow';
import { labelledOptions } from './columns';
import type { ReportFilter } from './reportFilters';

/** The filters of a report, to be added one by one, sorted by what people read. */
export const filtersField = (
	filters: readonly ReportFilter[],
	show: Record<string, string[]>,
): INodeProperties => ({
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	options: filters.map(filterField).sort((one, other) => one.displayName.localeCompare(other.displayName)),
	displayOptions: { show },
});

function filterField({ name, label, description, form, values, placeholder }: ReportFilter): INodeProperties {
	const field = { displayName: label, name, description, ...(placeholder !== undefined && { placeholder }) };
	if (form !== 'choices') return { ...field, type: 'string', default: '' };
	return { ...field, type: 'multiOptions', options: labelledOptions(values ?? []), default: [] };
}
