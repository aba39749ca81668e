import type { IExecuteFunctions } from 'n8n-workflow';
import { RemedyError } from '../../shared/run/remedyError';
import { parseTime } from '../../shared/run/providerTime';
import type { AsyncReportRequest } from './asyncReports';
import { dayIn, toDay } from './request/dateRange';

const ONE_DAY_MS = 24 * 60 * 60 * 1000;

export interface Requested {
	/** What Tesouro is asked for: a day more on both sides, since its days have no zone. */
	from: Date;
	to: Date;
	/** Whether it was requested in the days that were meant. */
	includes(record: AsyncReportRequest): boolean;
}

export function readRequestedRange(context: IExecuteFunctions, itemIndex: number): Requested {
	const now = Date.now();
	if (context.getNodeParameter('requested', itemIndex) !== 'custom') {
		const days = context.getNodeParameter('lastDays', itemIndex, 7) as number;
		const since = now - days * ONE_DAY_MS;
		return {
			from: new Date(since - ONE_DAY_MS),
			to: new Date(now + ONE_DAY_MS),
			includes: (record) => (requestedAt(record)?.getTime() ?? now) >= since,
		};
	}
	const timeZone = context.getTimezone();
	const gte = toDay(context.getNodeParameter('requestedFrom', itemIndex), timeZone);
	const given = context.getNodeParameter('requestedTo', itemIndex, '');
	const isOpen = given === '' || given === null || given === undefined;
	const lte = isOpen ? dayIn(timeZone, new Date(now)) : toDay(given, timeZone);
	if (gte === undefined || lte === undefined) {
		throw new RemedyError('"From" or "To" is not a date', 'Fill in dates, for example 2026-01-31.');
	}
	if (gte > lte) throw new RemedyError(`"From" (${gte}) is later than "To" (${lte})`, 'Swap the two.');
	return {
		from: new Date(Date.parse(`${gte}T00:00:00Z`) - ONE_DAY_MS),
		to: new Date(Date.parse(`${lte}T00:00:00Z`) + ONE_DAY_MS),
		includes(record) {
			const at = requestedAt(record);
			if (at === undefined) return true;
			const day = dayIn(timeZone, at);
			return day >= gte && day <= lte;
		},
	};
}

const requestedAt = (record: AsyncReportRequest) => parseTime(record.requestedDateTime);
