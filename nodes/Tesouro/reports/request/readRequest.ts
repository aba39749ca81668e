import type { IExecuteFunctions } from 'n8n-workflow';
import { RemedyError } from '../../../shared/run/remedyError';
import { tesouro } from '../../facts';
import { chooseColumns, isColumnName } from './columns';
import { presetRange, toDay, type DateRange, type RangePreset } from './dateRange';
import { filter, toWhere } from './reportFilters';
import { findKind, type DateMember, type ReportKind } from './reportKinds';
import type { Cut } from './splitRange';
import type { ReportRequest, RequestOptions } from './reportRequest';

/** Reads and checks the panel. Throws a RemedyError before anything is sent. */
export function readRequest(context: IExecuteFunctions, itemIndex: number): ReportRequest {
	const options = withTexts(context.getNodeParameter('options', itemIndex, {}) as RequestOptions);
	checkDescription(options.description);
	const kind = readKind(context, itemIndex);
	const columns = readColumns(context, itemIndex, kind, options);
	const given = context.getNodeParameter('filters', itemIndex, {}) as Record<string, unknown>;
	const byTransfers =
		kind.transferForm !== undefined &&
		context.getNodeParameter('selectBy', itemIndex, 'days') === 'transfers';
	if (byTransfers && kind.transferForm) {
		const transferIds = context.getNodeParameter('transferIds', itemIndex, '');
		const transfers = toWhere([filter.fundsTransferId], { fundsTransferId: transferIds });
		if (Object.keys(transfers).length === 0) {
			throw new RemedyError(
				'There are no funds transfer IDs to report on',
				'Fill in "Funds Transfer IDs", or select by period.',
			);
		}
		const filters = { ...toWhere(kind.transferForm.filters, given), ...transfers };
		return { kind, columns, filters, options };
	}
	return {
		kind,
		columns,
		filters: toWhere(kind.filters, given),
		options,
		days: {
			date: readDate(context, itemIndex, kind),
			range: readRange(context, itemIndex),
			cut: readCut(context, itemIndex),
		},
	};
}

/** An expression may give a number where a text is meant. */
const withTexts = ({
	compressedFileName,
	description,
	fileName,
	...options
}: RequestOptions): RequestOptions => ({
	...options,
	compressedFileName: String(compressedFileName ?? ''),
	description: String(description ?? ''),
	fileName: String(fileName ?? ''),
});

function checkDescription(description = '') {
	if (description.length <= tesouro.descriptionLength) return;
	throw new RemedyError(
		`The description has ${description.length} characters`,
		`Shorten it to ${tesouro.descriptionLength}.`,
	);
}

function readKind(context: IExecuteFunctions, itemIndex: number): ReportKind {
	const value = context.getNodeParameter('kind', itemIndex) as string;
	const kind = findKind(value);
	if (kind !== undefined) return kind;
	throw new RemedyError(`There is no report "${value}"`, 'Choose a report from the list.');
}

function readColumns(
	context: IExecuteFunctions,
	itemIndex: number,
	kind: ReportKind,
	options: RequestOptions,
): string[] {
	const columns = chooseColumns(
		kind,
		context.getNodeParameter('columns', itemIndex) as string,
		context.getNodeParameter('chosenColumns', itemIndex, []),
		options.additionalColumns,
	);
	if (columns.length === 0) {
		throw new RemedyError('The report has no columns', 'Choose at least one column.');
	}
	const odd = columns.filter((column) => !isColumnName(column));
	if (odd.length > 0) {
		throw new RemedyError(
			`${odd.map((column) => JSON.stringify(column)).join(', ')} cannot be the name of a column`,
			'Column names have capital letters, digits and underscores, for example TRANSACTION_ID.',
		);
	}
	return columns;
}

/** The kind's first date when the parameter is that of another kind, or not shown. */
function readDate(context: IExecuteFunctions, itemIndex: number, { dates }: ReportKind): DateMember {
	const name = context.getNodeParameter('daysOf', itemIndex, '') as string;
	return dates.find((date) => date.name === name) ?? dates[0];
}

export function readRange(context: IExecuteFunctions, itemIndex: number): DateRange {
	const range = context.getNodeParameter('range', itemIndex) as RangePreset | 'custom';
	const timeZone = context.getTimezone();
	if (range !== 'custom') {
		const days = presetRange(range, timeZone, new Date());
		if (days !== undefined) return days;
		throw new RemedyError(`There is no period "${String(range)}"`, 'Choose "Period" from the list.');
	}
	const gte = toDay(context.getNodeParameter('from', itemIndex), timeZone);
	const lte = toDay(context.getNodeParameter('to', itemIndex), timeZone);
	if (gte === undefined || lte === undefined) {
		throw new RemedyError('"From" or "To" is not a date', 'Fill in both, for example 2026-01-31.');
	}
	if (gte > lte) {
		throw new RemedyError(`"From" (${gte}) is later than "To" (${lte})`, 'Swap the two.');
	}
	return { gte, lte };
}

function readCut(context: IExecuteFunctions, itemIndex: number): Cut {
	const cut = context.getNodeParameter('splitInto', itemIndex, 'none') as string;
	if (cut === 'months' || cut === 'weeks') return cut;
	if (cut === 'days') return 1;
	if (cut !== 'partDays') return 'none';
	const days = Number(context.getNodeParameter('partDays', itemIndex, 7));
	if (Number.isInteger(days) && days >= 1) return days;
	throw new RemedyError('"Days per Part" must be a whole number of days', 'Fill in 1 or more.');
}
