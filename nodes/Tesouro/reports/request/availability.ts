import type { IExecuteFunctions } from 'n8n-workflow';
import { RemedyError } from '../../../shared/run/remedyError';
import { z } from '../../../shared/vendor/zod';
import type { TesouroApi } from '../../api/transport';
import { reportAvailability } from '../documents';
import { describeRange, toDay, type DateRange } from './dateRange';
import type { DateMember } from './reportKinds';

const Answer = z.object({
	organization: z
		.object({
			reportAvailability: z
				.array(
					z.object({
						dateType: z.string(),
						availabilityStartDate: z.string().nullish(),
						availabilityEndDate: z.string().nullish(),
					}),
				)
				.nullish(),
		})
		.nullish(),
});

/** The days that there is data of; either end may be unknown. */
export type Availability = Map<string, Partial<DateRange>>;

/** Asked for once in a run of the node, not for each item. */
const known = new WeakMap<IExecuteFunctions, Map<string, Promise<Availability>>>();

/** Since when and until when there is data, by date type. Empty where Tesouro does not say. */
export async function availabilityOf(context: IExecuteFunctions, api: TesouroApi): Promise<Availability> {
	const byClient = known.get(context) ?? new Map<string, Promise<Availability>>();
	known.set(context, byClient);
	const asked = byClient.get(api.identity) ?? ask(context, api);
	byClient.set(api.identity, asked);
	return await asked;
}

async function ask(context: IExecuteFunctions, api: TesouroApi): Promise<Availability> {
	try {
		const { organization } = await api.query(reportAvailability, {}, Answer);
		return new Map(
			(organization?.reportAvailability ?? []).map((entry) => {
				const gte = toDay(entry.availabilityStartDate, 'UTC');
				const lte = toDay(entry.availabilityEndDate, 'UTC');
				return [entry.dateType, { ...(gte && { gte }), ...(lte && { lte }) }];
			}),
		);
	} catch (error) {
		// A help, not a condition: a client that may not ask for it can still request reports.
		context.logger.debug('Tesouro does not say for which days there are reports', {
			error: error instanceof Error ? error.message : String(error),
		});
		return new Map();
	}
}

/** The days of the range that there is data of. Throws a RemedyError when there are none. */
export function clamp(range: DateRange, date: DateMember, availability: Availability): DateRange {
	const limits = (date.availability && availability.get(date.availability)) ?? {};
	const clamped = {
		gte: limits.gte !== undefined && limits.gte > range.gte ? limits.gte : range.gte,
		lte: limits.lte !== undefined && limits.lte < range.lte ? limits.lte : range.lte,
	};
	if (clamped.gte <= clamped.lte) return clamped;
	throw new RemedyError(
		`Tesouro has no data for ${describeRange(range)}: by ${date.label.toLowerCase()}, it has data from ${limits.gte ?? 'an unknown day'} to ${limits.lte ?? 'an unknown day'}`,
		'Choose days within this range, run the step again when the data is available, or switch "Only Available Days" off in the options.',
	);
}
