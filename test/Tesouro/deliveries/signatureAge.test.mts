import { maxAgeMs } from '../../../nodes/Tesouro/deliveries/signatureAge';

it.each([
	[60, 60_000],
	['60', 60_000],
	[0.5, 500],
	[0, undefined],
	['0', undefined],
])('%j is what the user said', (given, expected) => {
	expect(maxAgeMs(given, 300, 1000)).toBe(expected);
});

it.each(['', ' ', 'soon', null, undefined, false, [], {}, -1, Number.NaN, Infinity])(
	'%j is a mistake, and never means any age',
	(given) => {
		expect(maxAgeMs(given, 300, 1000)).toBe(300_000);
	},
);
