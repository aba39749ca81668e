/** "Data availability: `organization { reportAvailability { dateType availabilityStartDate availabilityEndDate } }`." */
export function readReportAvailability() {
	const now = Date.now();
	const toDay = (time: number) => new Date(time).toISOString().slice(0, 10);
	const twoYears = 2 * 365 * 24 * 60 * 60 * 1000;
	return ['ACTIVITY_DATE', 'FUNDING_DATE'].map((dateType) => ({
		dateType,
		availabilityStartDate: toDay(now - twoYears),
		availabilityEndDate: toDay(now),
	}));
}
