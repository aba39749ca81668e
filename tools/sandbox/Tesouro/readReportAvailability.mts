import type { State } from './state.mts';

/** "Data availability: `organization { reportAvailability { dateType availabilityStartDate availabilityEndDate } }`." */
export function readReportAvailability({ availability }: State) {
	const now = Date.now();
	const toDay = (time: number) => new Date(time).toISOString().slice(0, 10);
	const twoYears = 2 * 365 * 24 * 60 * 60 * 1000;
	const oneDay = 24 * 60 * 60 * 1000;
	return ['ACTIVITY_DATE', 'FUNDING_DATE'].map((dateType) => ({
		dateType,
		// A day more than there is by our clock: it may be tomorrow already where the caller is.
		availabilityStartDate: availability?.from ?? toDay(now - twoYears),
		availabilityEndDate: availability?.to ?? toDay(now + oneDay),
	}));
}
