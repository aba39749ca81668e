import { GraphQLError } from 'graphql';
import type { Row } from './reportRow.mts';

type Filter =
	string | { eq?: unknown; in?: unknown[] | null; nin?: unknown[] | null; gte?: string; lte?: string };
export type Where = Record<string, Filter | null | undefined>;

/** Where in a row the value of a `where` member stands, when not under the same name. */
const elsewhere: Record<string, (row: Row) => unknown> = {
	acceptorId: (row) => (row.acceptor as Row | null)?.id,
	transactionId: (row) => row.transactionId ?? row.id,
	transactionReference: (row) => row.transactionReference ?? row.reference,
	transactionCurrency: (row) => row.transactionCurrency ?? row.currency,
	transactionActivityDate: (row) => row.transactionActivityDate ?? row.activityDate,
	feeType: (row) => row.feeType ?? row.allocationType,
};

/** Whether a row is what was asked for. Members without a place in a row (conveyedStatus) let every row pass. */
export function matchRow(row: Row, where: Where): boolean {
	return Object.entries(where).every(([name, filter]) => {
		if (filter === null || filter === undefined || isRange(filter)) return true;
		const value = elsewhere[name]?.(row) ?? row[name];
		if (value === undefined) return true;
		if (typeof filter === 'string') return value === filter;
		if (filter.eq !== undefined && filter.eq !== null && value !== filter.eq) return false;
		if (filter.in && !filter.in.includes(value)) return false;
		return !filter.nin?.includes(value);
	});
}

const isRange = (filter: Filter): filter is { gte: string; lte: string } =>
	typeof filter === 'object' && 'gte' in filter;

/** The days that are asked for; of several ranges those that lie in all of them. */
export function findDays(where: Where): { gte: string; lte: string } | undefined {
	const ranges = Object.values(where).filter((filter) => filter && isRange(filter as Filter));
	if (ranges.length === 0) return undefined;
	const all = ranges as Array<{ gte: string; lte: string }>;
	const gte = all
		.map((range) => range.gte)
		.sort()
		.at(-1) as string;
	const lte = all.map((range) => range.lte).sort()[0] as string;
	if (all.some((range) => range.gte > range.lte)) {
		throw new GraphQLError('The date range ends before it begins.', {
			extensions: { code: 'BAD_USER_INPUT' },
		});
	}
	return { gte, lte };
}
