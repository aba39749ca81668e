import { placeOf } from '../../../nodes/shared/deliveries/receiveSafely';

it('the place of an unexpected error is in our code, and none of what a stranger wrote into its text', () => {
	const error = new TypeError(
		'x is no number\n    at pay (/a/nodes/SECRET.ts:1:1)\n    at /a/nodes/SECRET.ts:2:2',
	);
	expect(error.stack).toContain('SECRET');
	expect(placeOf(error)).toMatch(/^TypeError at placeOf\.test\.mts:\d+:\d+$/);
	expect(placeOf('SECRET')).toBe('unknown');
});
