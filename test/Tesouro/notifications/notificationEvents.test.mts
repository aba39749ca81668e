import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { CloudEvent } from 'cloudevents';
import { ReportEvent } from '../../../nodes/shared/deliveries/reportEvent';
import { eventTypes } from '../../../nodes/Tesouro/notifications/eventTypes';
import { parseNotification } from '../../../nodes/Tesouro/notifications/payload';
import { eventFrom } from '../../../nodes/Tesouro/notifications/toReportEvent';

const folder = 'test/Tesouro/fixtures/notifications';
const kebab = (type: string) => type.toLowerCase().replaceAll('_', '-');
const fixture = (name: string, file: string) => readFileSync(`${folder}/${name}/${file}`);

function eventOf(content: Buffer) {
	const payload = parseNotification(content);
	if (payload.kind === 'malformed') throw new Error('not JSON');
	return eventFrom(payload, content, {
		delivery: { receivedAt: new Date('2026-05-08T00:00:01Z') },
		verification: { verdict: 'verified', method: 'hmac-sha512', signer: { keyId: 'prod-key-2026-01' } },
		baseUrl: 'https://api.tesouro.com',
	});
}

type Body = Record<string, unknown> & { attributes: Record<string, unknown> };

const bodyOf = (name: string) => JSON.parse(fixture(name, 'body.json').toString()) as Body;
const changed = (name: string, changes: object) =>
	Buffer.from(JSON.stringify({ ...bodyOf(name), ...changes }));

describe('the report event of a notification', () => {
	it('has a fixture for every event type of the list', () => {
		const missing = eventTypes.filter(({ value }) => !existsSync(`${folder}/${kebab(value)}/event.json`));
		expect(missing).toEqual([]);
	});

	it.each(readdirSync(folder))(
		'is the golden one for %s, valid for CloudEvents and for our schema',
		(name) => {
			const event = eventOf(fixture(name, 'body.json'));
			expect(event).toEqual(JSON.parse(fixture(name, 'event.json').toString()));
			expect(new CloudEvent(event, true).validate()).toBe(true);
			expect(ReportEvent.parse(event)).toEqual(event);
		},
	);

	it.each(readdirSync(folder))('has the same id in a redelivery of %s', (name) => {
		const again = changed(name, {
			attemptCount: '7',
			...(name.startsWith('acceptor') ? {} : { deliveryDateTimeUtc: '2026-05-08T09:00:00.000000Z' }),
		});
		expect(eventOf(again).id).toBe(eventOf(fixture(name, 'body.json')).id);
		expect(eventOf(again).data.delivery.attempt).toBe(7);
	});

	it('differs for another delivery ID, another event type, and another change of an application', () => {
		const { id } = eventOf(fixture('ledger-transaction', 'body.json'));
		const other = { deliveryId: '00000000-0000-4000-8000-000000000000' };
		expect(eventOf(changed('ledger-transaction', other)).id).not.toBe(id);
		const [lower, upper] = ['aGVsbG8', 'AGVSBG8'].map(
			(deliveryId) => eventOf(changed('ledger-transaction', { deliveryId })).id,
		);
		expect(lower).not.toBe(upper);
		expect(eventOf(changed('ledger-transaction', { eventType: 'LEDGER_POSTING_EXCEPTION' })).id).not.toBe(id);
		const { attributes } = bodyOf('acceptor-application-updated');
		const next = { attributes: { ...attributes, changes: [{ ChangeType: 'STATUS', NewValue: 'APPROVED' }] } };
		expect(eventOf(changed('acceptor-application-updated', next)).id).not.toBe(
			eventOf(fixture('acceptor-application-updated', 'body.json')).id,
		);
	});

	it('contains no accounts outside data, and nothing about the upstream core in details', () => {
		const { data, ...context } = eventOf(fixture('ledger-transaction', 'body.json'));
		expect(JSON.stringify(context)).not.toContain('0000000000000"');
		expect(data.details).not.toHaveProperty('rawData');
		expect(data.payload).toHaveProperty('attributes.rawData.amount', '50.00');
	});

	it('of an undocumented type passes under its own name', () => {
		const event = eventOf(changed('ledger-transaction', { eventType: 'CARD_ISSUED' }));
		expect(event.type).toBe('com.tesouro.notification.CARD_ISSUED');
		expect(event.data.details.eventType).toBe('CARD_ISSUED');
	});

	it('keeps out of its type what a CloudEvents type cannot contain, and what is far too long', () => {
		const event = eventOf(changed('ledger-transaction', { eventType: `A B/\u00e9\n${'x'.repeat(5000)}` }));
		expect(event.type).toMatch(/^com\.tesouro\.notification\.A_B___x{94}$/);
		expect(new CloudEvent(event, true).validate()).toBe(true);
	});

	it('treats odd values of optional fields as missing', () => {
		const odd = { attemptCount: 'many', deliveryDateTimeUtc: 'soon', version: 2, attributes: null };
		expect(eventOf(changed('ledger-transaction', odd))).toMatchObject({
			type: 'com.tesouro.notification.LEDGER_TRANSACTION',
			source: 'https://api.tesouro.com',
			time: '2026-05-08T00:00:01.000Z',
			data: { delivery: { attempt: 1 }, details: { eventType: 'LEDGER_TRANSACTION' } },
		});
	});

	it.each([
		['the body of a report-ready delivery', readFileSync('test/Tesouro/fixtures/report-ready/body.json')],
		['another object', Buffer.from('{"hello":"world"}')],
		['an event type that is no text', Buffer.from('{"eventType":7,"attributes":{}}')],
		['attributes that are a list', Buffer.from('{"eventType":"X","attributes":[]}')],
		['a list', Buffer.from('[1]')],
		['null', Buffer.from('null')],
	])('passes %s on as unrecognised, with its payload', (_, content) => {
		const event = eventOf(content);
		expect(event.type).toBe('com.tesouro.unrecognised');
		expect(event.data.payload).toEqual(JSON.parse(content.toString()));
		expect(new CloudEvent(event, true).validate()).toBe(true);
	});

	it('differs for two unrecognised notifications with different delivery IDs, but not for redeliveries', () => {
		const one = Buffer.from('{"event":"x","deliveryId":"1","attemptCount":"1"}');
		const again = Buffer.from('{"event":"x","deliveryId":"1","attemptCount":"2"}');
		const other = Buffer.from('{"event":"x","deliveryId":"2","attemptCount":"1"}');
		expect(eventOf(again).id).toBe(eventOf(one).id);
		expect(eventOf(other).id).not.toBe(eventOf(one).id);
	});

	it('survives attributes with hostile names', () => {
		const content = Buffer.from(
			'{"eventType":"X","deliveryId":"1","attributes":{"__proto__":{"a":1},"constructor":1,"":2,"IDNumber":3}}',
		);
		const event = eventOf(content);
		expect(event.data.details).toMatchObject({ idNumber: 3, constructor: 1, '': 2 });
		expect(Object.getPrototypeOf(event.data.details)).toBe(Object.prototype);
	});
});
