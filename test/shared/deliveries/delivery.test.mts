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

	it('is undefined when it is missing or empty', () => {
		const delivery = withHeaders({ empty: '', none: undefined, list: [] });
		for (const name of ['missing', 'empty', 'none', 'list']) expect(delivery.header(name)).toBeUndefined();
	});

	it('is joined when it came twice, so that two signatures do not pass for one', () => {
		expect(withHeaders({ signature: ['one', 'two'] }).header('signature')).toBe('one, two');
	});

	it('is not there when it is only named like a property of every object', () => {
		for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
			expect(withHeaders({}).header(name)).toBeUndefined();
		}
	});

	it('is logged by name and length, never by value', () => {
		const shapes = withHeaders({ Authorization: 'Bearer secret', 'x-empty': '' }).headerShapes();
		expect(shapes).toEqual(['authorization (13)', 'x-empty (0)']);
	});
});

it('the body of a delivery is its original bytes', () => {
	expect(withHeaders({}).body).toBe(body);
	expect(withHeaders({}).receivedAt).toBe(receivedAt);
});
