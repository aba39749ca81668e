import { presetRange, toDay, type RangePreset } from '../../nodes/Tesouro/reports/request/dateRange';
import { parseTime, toRfc3339 } from '../../nodes/shared/run/providerTime';

describe('a time of Tesouro', () => {
	it.each([
		['2023-12-21T23:06:18', '2023-12-21T23:06:18.000Z'],
		['2023-12-21T23:06:18Z', '2023-12-21T23:06:18.000Z'],
		['2023-12-21T23:06:18z', '2023-12-21T23:06:18.000Z'],
		['2023-12-21T23:06:18.1234567', '2023-12-21T23:06:18.123Z'],
		['2023-12-21T23:06:18+02:00', '2023-12-21T21:06:18.000Z'],
		['2023-12-21T23:06:18-0500', '2023-12-22T04:06:18.000Z'],
	])('written as %s is %s', (text, expected) => expect(toRfc3339(text)).toBe(expected));

	it.each([undefined, null, '', 'tomorrow', '2023-13-45T00:00:00', '2023-12-21T25:00:00'])(
		'is not %p',
		(text) => expect(parseTime(text)).toBeUndefined(),
	);
});

describe('the days of a preset', () => {
	const range = (preset: RangePreset, timeZone: string, now: string) =>
		Object.values(presetRange(preset, timeZone, new Date(now))).join(' to ');

	it.each([
		['UTC', '2026-03-01T00:00:00Z', '2026-02-28'],
		['UTC', '2026-02-28T23:59:59Z', '2026-02-27'],
		['America/New_York', '2026-03-01T04:59:59Z', '2026-02-27'],
		['America/New_York', '2026-03-01T05:00:00Z', '2026-02-28'],
		['Asia/Tokyo', '2026-02-28T15:00:00Z', '2026-02-28'],
		['Pacific/Kiritimati', '2025-12-31T10:00:00Z', '2025-12-31'],
		['UTC', '2024-03-01T12:00:00Z', '2024-02-29'],
		['UTC', '2026-01-01T12:00:00Z', '2025-12-31'],
		// The days on which the clock goes forward and back.
		['America/New_York', '2026-03-09T04:30:00Z', '2026-03-08'],
		['Europe/Berlin', '2026-10-25T23:30:00Z', '2026-10-25'],
	])('for yesterday in %s at %s are %s', (timeZone, now, day) => {
		expect(range('yesterday', timeZone, now)).toBe(`${day} to ${day}`);
	});

	it.each<[RangePreset, string, string, string]>([
		['today', 'UTC', '2026-03-04T00:00:00Z', '2026-03-04 to 2026-03-04'],
		['today', 'Asia/Tokyo', '2026-03-04T15:00:00Z', '2026-03-05 to 2026-03-05'],
		['last7Days', 'UTC', '2026-03-04T12:00:00Z', '2026-02-25 to 2026-03-03'],
		['monthToDate', 'UTC', '2026-03-04T12:00:00Z', '2026-03-01 to 2026-03-04'],
		['monthToDate', 'America/New_York', '2026-03-01T04:00:00Z', '2026-02-01 to 2026-02-28'],
		// A Wednesday, a Monday and a Sunday.
		['lastWeek', 'UTC', '2026-03-04T12:00:00Z', '2026-02-23 to 2026-03-01'],
		['lastWeek', 'UTC', '2026-03-02T00:00:00Z', '2026-02-23 to 2026-03-01'],
		['lastWeek', 'UTC', '2026-03-01T23:59:59Z', '2026-02-16 to 2026-02-22'],
	])('for %s in %s at %s are %s', (preset, timeZone, now, expected) => {
		expect(range(preset, timeZone, now)).toBe(expected);
	});

	it.each([
		['UTC', '2026-03-15T12:00:00Z', '2026-02-01 to 2026-02-28'],
		['UTC', '2024-03-31T12:00:00Z', '2024-02-01 to 2024-02-29'],
		['UTC', '2026-01-01T00:00:00Z', '2025-12-01 to 2025-12-31'],
		['America/Los_Angeles', '2026-03-01T07:59:59Z', '2026-01-01 to 2026-01-31'],
		['America/Los_Angeles', '2026-03-01T08:00:00Z', '2026-02-01 to 2026-02-28'],
		['Asia/Kolkata', '2026-04-30T18:30:00Z', '2026-04-01 to 2026-04-30'],
	])('for last month in %s at %s are %s', (timeZone, now, expected) => {
		expect(range('lastMonth', timeZone, now)).toBe(expected);
	});
});

describe('the day in a date field', () => {
	it.each<[unknown, string]>([
		['2026-01-31', '2026-01-31'],
		[' 2026-01-31 ', '2026-01-31'],
		['2026-01-31T23:30:00', '2026-01-31'],
		['2026-01-31T23:30:00.000-08:00', '2026-01-31'],
		[{ toString: () => '2026-01-31T00:00:00.000+14:00' }, '2026-01-31'],
		['2024-02-29', '2024-02-29'],
	])('for %p is %s', (value, day) => expect(toDay(value, 'UTC')).toBe(day));

	it("for a JavaScript date is that of the workflow's time zone", () => {
		const date = new Date('2026-01-31T23:30:00Z');
		expect(toDay(date, 'UTC')).toBe('2026-01-31');
		expect(toDay(date, 'Asia/Tokyo')).toBe('2026-02-01');
		expect(toDay(date, 'America/New_York')).toBe('2026-01-31');
	});

	it.each([
		['2026-01-31T23:30:00.000Z', 'Asia/Tokyo', '2026-02-01'],
		['2026-02-01T02:30:00Z', 'America/New_York', '2026-01-31'],
		// A day without a time, as databases send it.
		['2026-01-31T00:00:00.000Z', 'America/New_York', '2026-01-31'],
		['2026-01-31T00:00:00Z', 'Asia/Tokyo', '2026-01-31'],
	])('for %s, a JavaScript date in JSON, is in %s %s', (text, timeZone, day) =>
		expect(toDay(text, timeZone)).toBe(day),
	);

	it.each([
		undefined,
		null,
		'',
		'31.01.2026',
		'01/31/2026',
		'yesterday',
		20260131,
		'2026-13-01',
		'2026-02-31',
	])('does not exist for %p', (value) => expect(toDay(value, 'UTC')).toBeUndefined());

	it('does not exist for an invalid JavaScript date', () => {
		expect(toDay(new Date('nonsense'), 'UTC')).toBeUndefined();
	});
});
