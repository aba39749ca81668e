import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../shared/run/operation';
import { RemedyError } from '../../shared/run/remedyError';
import { z } from '../../shared/vendor/zod';
import { apiOf } from '../api/apiOf';
import { buildWhere } from '../queries/buildWhere';
import { queryDocument } from '../queries/queryDocument';
import { readRows } from '../queries/readRows';
import { findQuery } from '../queries/reportQueries';
import type { ReportQuery } from '../queries/reportQuery';
import { DEFAULT_ROWS_AT_MOST, defaultPageSize, runQueryFields } from '../queries/runQueryFields';
import { readRange } from '../reports/request/readRequest';

/** What the rows of all reports have in common; the rest is as Tesouro sends it. */
const Output = z
	.object({
		organization: z.object({ id: z.string(), businessName: z.string() }).nullish(),
		acceptor: z.object({ id: z.string(), businessName: z.string(), reference: z.string() }).nullish(),
	})
	.passthrough();

export const runQuery: Operation = {
	value: 'runQuery',
	name: 'Run Query',
	action: 'Run a query for the rows of a report',
	description: 'Get the rows of a small report at once, without a file; one item for each row',
	output: Output,
	fields: runQueryFields,
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const query = chosenQuery(context, itemIndex);
		const options = context.getNodeParameter('options', itemIndex, {}) as Options;
		const document = queryDocument(query, options.fields);
		const filters = context.getNodeParameter('filters', itemIndex, {}) as IDataObject;
		const where = buildWhere(query, chosenDays(context, itemIndex, query), filters);
		const { api } = await apiOf(context, itemIndex);
		const limit = rowLimit(context, itemIndex, options);
		const rows = readRows(api, {
			name: query.name,
			document,
			input: { where, ...order(query, options) },
			pageSize: options.pageSize ?? defaultPageSize(query),
			limit: limit.rows + (limit.isSafety ? 1 : 0),
		});
		const items: INodeExecutionData[] = [];
		for await (const row of rows) {
			if (items.length >= limit.rows) throw tooManyRows(limit.rows);
			items.push({ json: row as IDataObject });
		}
		return items;
	},
};

interface Options {
	fields?: string;
	pageSize?: number;
	rowsAtMost?: number;
	sortBy?: string;
	sortDirection?: 'ASC' | 'DESC';
}

function chosenQuery(context: IExecuteFunctions, itemIndex: number): ReportQuery {
	const name = String(context.getNodeParameter('query', itemIndex));
	const query = findQuery(name);
	if (query !== undefined) return query;
	throw new RemedyError(`There is no report "${name}" to query`, 'Choose a report from the list.');
}

/** Undefined when rows of any day are wanted. */
function chosenDays(context: IExecuteFunctions, itemIndex: number, { label, dates }: ReportQuery) {
	if (context.getNodeParameter('range', itemIndex) === 'any') return undefined;
	const range = readRange(context, itemIndex);
	const chosen =
		dates.length > 1 ? context.getNodeParameter('daysOf', itemIndex, dates[0]?.name) : dates[0]?.name;
	const field = dates.find(({ name }) => name === chosen)?.name;
	if (field !== undefined) return { field, range };
	throw new RemedyError(
		`${label} cannot be chosen by "${String(chosen)}"`,
		'Choose "Period Applies To" from the list.',
	);
}

function rowLimit(context: IExecuteFunctions, itemIndex: number, { rowsAtMost }: Options) {
	const isSafety = context.getNodeParameter('returnAll', itemIndex) as boolean;
	const rows = isSafety
		? (rowsAtMost ?? DEFAULT_ROWS_AT_MOST)
		: (context.getNodeParameter('limit', itemIndex) as number);
	return { rows, isSafety };
}

const tooManyRows = (rows: number) =>
	new RemedyError(
		`The report has more than ${rows} rows`,
		'Choose fewer days, or request the report as a file. If n8n has the memory, raise "Maximum Rows" under "Options".',
	);

/** "Available only on summary reports." */
const order = ({ sortFields }: ReportQuery, { sortBy, sortDirection = 'ASC' }: Options) =>
	sortFields !== undefined && sortBy ? { orderBy: [{ field: sortBy, sortDirection }] } : {};
