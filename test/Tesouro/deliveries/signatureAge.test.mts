import { maxAgeMs } from '../../../nodes/Tesouro/deliveries/signatureAge';

it.each([
	[60, 60_000],
	['60', 60_000],
	[0.5, 500],
	[0, undefined],
	['0', undefined],
])("reads %j as the user's choice", (given, expected) => {
	expect(maxAgeMs(given, 300, 1000)).toBe(expected);
});

it.each(['', ' ', 'soon', null, undefined, false, [], {}, -1, Number.NaN, Infinity])(
	'treats %j as a mistake, which never means any age',
	(given) => {
		expect(maxAgeMs(given, 300, 1000)).toBe(300_000);
	},
);
