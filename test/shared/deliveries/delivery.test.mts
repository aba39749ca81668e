import { toDelivery } from '../../../nodes/shared/deliveries/delivery';

const receivedAt = new Date('2026-01-01T00:00:00Z');
const body = Buffer.from([0x7b, 0xff, 0x00, 0x7d]);
const withHeaders = (headers: Parameters<typeof toDelivery>[1]) => toDelivery(body, headers, receivedAt);

describe('a header of a delivery', () => {
	it('is found whatever the case of its name', () => {
		const delivery = withHeaders({ 'X-Tesouro-SIGNATURE': 'abc' });
		for (const name of ['x-tesouro-signature', 'X-TESOURO-SIGNATURE', 'X-Tesouro-Signature']) {
			expect(delivery.header(name)).toBe('abc');
		}
	});

	it('keeps its value as it came', () => {
		expect(withHeaders({ signature: ' Ab=\\n ' }).header('signature')).toBe(' Ab=\\n ');
	});

	it('that is missing or empty is undefined', () => {
		const delivery = withHeaders({ empty: '', none: undefined, list: [] });
		for (const name of ['missing', 'empty', 'none', 'list']) expect(delivery.header(name)).toBeUndefined();
	});

	it('that came twice is joined, so that two signatures are not taken for one', () => {
		expect(withHeaders({ signature: ['one', 'two'] }).header('signature')).toBe('one, two');
	});

	it('named like a property of every object is not there', () => {
		for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
			expect(withHeaders({}).header(name)).toBeUndefined();
		}
	});

	it('goes into the log by name and length, never by value', () => {
		const shapes = withHeaders({ Authorization: 'Bearer secret', 'x-empty': '' }).headerShapes();
		expect(shapes).toEqual(['authorization (13)', 'x-empty (0)']);
	});
});

it('the body of a delivery is the bytes as they came', () => {
	expect(withHeaders({}).body).toBe(body);
	expect(withHeaders({}).receivedAt).toBe(receivedAt);
});
