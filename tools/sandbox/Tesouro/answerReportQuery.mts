import { getNamedType, GraphQLError, isObjectType, type GraphQLSchema } from 'graphql';
import { findDays, matchRow, type Where } from './matchRow.mts';
import { makeRow, type Row } from './reportRow.mts';
import type { State } from './state.mts';

/** Queries without days, for example by ID, look into these. */
const someDays = { gte: '2026-01-01', lte: '2026-01-31' };
const ONE_DAY_MS = 86_400_000;

interface Given {
	input: {
		where: Where & { standardFeeFilter?: Where | null; fundsTransferIdFeeFilter?: Where | null };
		paging: { skip: number; take: number };
		orderBy?: Array<{ field: string; sortDirection: 'ASC' | 'DESC' }> | null;
	};
}

/** The reports that are answered at once, by the names of their queries. */
export const reportQueryNames = [
	'achNotificationsOfChange',
	'achReturns',
	'allocations',
	'authorizationSummaries',
	'feeSummaries',
	'fees',
	'fundingAchReturns',
	'fundingDisbursementReturns',
	'fundingDisputeEvents',
	'fundingSummaries',
	'fundingTransactions',
	'paymentTransactionSummaries',
	'paymentTransactions',
] as const;

/** "`where` and `paging` required, and return `{ items: [...!]!, pageInfo: PageInfo! }`", with as many rows as `rowsPerDay`. */
export function answerReportQuery(state: State, schema: GraphQLSchema, name: string, { input }: Given) {
	const { skip, take } = input.paging;
	if (skip < 0 || take < 0) throw wrongInput('paging must not be negative.');
	const where = readWhere(name, input.where);
	const days = findDays(where);
	if (days === undefined && Object.values(where).every((filter) => filter == null)) {
		throw wrongInput('A date filter is required.');
	}
	const type = itemType(schema, name);
	const all = eachRow(schema, type, days ?? someDays, state.rowsPerDay);
	const isNarrowed = Object.entries(where).some(([, filter]) => filter && !(Object(filter) as Row).gte);
	const found = isNarrowed || input.orderBy?.length ? sorted(filtered(all, where), input.orderBy ?? []) : all;
	const isCapped = state.knobs.paging === 'capped';
	const count = isCapped ? Math.min(take, 7) : take;
	const from = state.knobs.paging === 'repeating' ? 0 : skip;
	return {
		items: state.knobs.paging === 'empty' && skip > 0 ? [] : found.slice(from, from + count),
		pageInfo: { hasNextPage: skip + count < found.length, hasPreviousPage: skip > 0 },
	};
}

/** "A single payment transaction request (including conveyed)." Null when none of {@link someDays} has the ID. */
export function findTransaction(state: State, schema: GraphQLSchema, id: string): Row | null {
	const rows = eachRow(schema, itemType(schema, 'paymentTransactions'), someDays, state.rowsPerDay);
	return rows.slice(0, rows.length).find((row) => row.id === id) ?? null;
}

/** "Exactly one of the following fields must be provided" for changes; one of two forms for fees. */
function readWhere(name: string, where: Given['input']['where']): Where {
	if (name === 'achNotificationsOfChange' && count(where) !== 1) {
		throw wrongInput('Exactly one of activityDate and paymentId must be provided.');
	}
	if (name === 'paymentTransactions' && !neededForTransactions.some((member) => where[member] != null)) {
		throw wrongInput(
			'At least one of TransactionActivityDate, PaymentId, TransactionReference and TransactionId is required.',
		);
	}
	if (name !== 'fees' && name !== 'allocations') return where;
	if (count(where) !== 1) {
		throw wrongInput('Exactly one of standardFeeFilter and fundsTransferIdFeeFilter must be provided.');
	}
	return where.standardFeeFilter ?? where.fundsTransferIdFeeFilter ?? {};
}

/** "API requires at least one of: TransactionActivityDate, PaymentId, TransactionReference, TransactionId" */
const neededForTransactions = [
	'transactionActivityDate',
	'paymentId',
	'transactionReference',
	'transactionId',
];

const count = (where: object) => Object.values(where).filter((filter) => filter != null).length;

const wrongInput = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });

function itemType(schema: GraphQLSchema, name: string): string {
	const field = schema.getQueryType()?.getFields()[name];
	const collection = field && getNamedType(field.type);
	if (!isObjectType(collection)) throw new Error(`There is no query ${name}.`);
	return getNamedType(collection.getFields().items!.type).name;
}

/** Rows are made as they are looked at: a report of a year has many. */
interface Rows {
	length: number;
	slice(from: number, to: number): Row[];
}

function eachRow(
	schema: GraphQLSchema,
	type: string,
	{ gte, lte }: { gte: string; lte: string },
	rowsPerDay: number,
): Rows {
	const first = Date.parse(`${gte}T00:00:00Z`);
	const days = Math.max(0, Math.round((Date.parse(`${lte}T00:00:00Z`) - first) / ONE_DAY_MS) + 1);
	const length = days * rowsPerDay;
	const at = (index: number) => {
		const day = new Date(first + Math.floor(index / rowsPerDay) * ONE_DAY_MS).toISOString().slice(0, 10);
		return makeRow(schema, type, day, index % rowsPerDay);
	};
	return {
		length,
		slice: (from, to) =>
			Array.from({ length: Math.max(0, Math.min(to, length) - from) }, (_, index) => at(from + index)),
	};
}

const filtered = (rows: Rows, where: Where) =>
	rows.slice(0, rows.length).filter((row) => matchRow(row, where));

/** FUNDS_RELEASE_DATE orders by fundsReleaseDate. */
function sorted(rows: Row[], orders: NonNullable<Given['input']['orderBy']>): Row[] {
	const keys = orders.map(({ field, sortDirection }) => ({
		name: field.toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
		sign: sortDirection === 'DESC' ? -1 : 1,
	}));
	return rows.sort((one, other) => {
		const differing = keys.find(({ name }) => one[name] !== other[name]);
		if (differing === undefined) return 0;
		const [a, b] = [one[differing.name], other[differing.name]] as [string | number, string | number];
		return (a < b ? -1 : 1) * differing.sign;
	});
}
