import { readFileSync } from 'node:fs';
import { CloudEvent } from 'cloudevents';
import { ReportEvent } from '../../../nodes/shared/deliveries/reportEvent';
import { parsePayload } from '../../../nodes/Tesouro/reportReady/payload';
import { eventFrom, type Evidence } from '../../../nodes/Tesouro/reportReady/toReportEvent';

const fixture = (name: string) => readFileSync(`test/Tesouro/fixtures/report-ready/${name}`);
const body = fixture('body.json');

const evidence: Evidence = {
	delivery: { receivedAt: new Date('2023-12-21T23:07:19Z') },
	verification: { verdict: 'unsigned', method: 'none' },
	isBodyTrusted: true,
	baseUrl: 'https://api.tesouro.com',
};

const record = {
	requestId: '03635182-bdb5-41cc-8bda-1fbbaf444476',
	reportId: '7d3b0f5e-93f5-4b55-9a4e-8d7b4c9a2f10',
	presenter: { id: '1b6592dc-0398-452a-a468-d02bd8707b73', businessName: 'Acme' },
	url: 'https://download.tesouro.com/real.csv.gpg',
	status: 'READY',
	generatedDateTime: '2023-12-21T23:06:18Z',
	expiresDateTime: '2023-12-25T00:00:00Z',
};

function eventOf(content: Buffer, given: Evidence = evidence) {
	const payload = parsePayload(content);
	if (payload.kind === 'malformed') throw new Error('not JSON');
	return eventFrom(payload, content, given);
}

const changed = (changes: object) =>
	Buffer.from(JSON.stringify({ ...(JSON.parse(body.toString()) as object), ...changes }));

describe('the report event of a report-ready delivery', () => {
	it("is the golden event for Tesouro's documented sample", () => {
		expect(eventOf(body)).toEqual(JSON.parse(fixture('event.json').toString()));
	});

	it('is valid for the official CloudEvents SDK and for our own schema', () => {
		const event = eventOf(body);
		expect(new CloudEvent(event, true).validate()).toBe(true);
		expect(ReportEvent.parse(event)).toEqual(event);
	});

	it('has the same id for a redelivery, whose deliveryId and attempt differ', () => {
		const again = changed({
			deliveryId: 'another',
			numberOfAttempts: 2,
			deliveryDateTimeUtc: '2023-12-22T00:00:00',
		});
		expect(eventOf(again).id).toBe(eventOf(body).id);
		expect(eventOf(again).data.delivery.attempt).toBe(2);
	});

	it('has the same id whatever the letter case of the request id and the form of the time', () => {
		const again = changed({
			requestId: '03635182-BDB5-41CC-8BDA-1FBBAF444476',
			createDateTimeUtc: '2023-12-22T00:06:18.000+01:00',
		});
		expect(eventOf(again).id).toBe(eventOf(body).id);
	});

	it('has another id when the report was generated again for the same request', () => {
		expect(eventOf(changed({ createDateTimeUtc: '2023-12-22T10:00:00' })).id).not.toBe(eventOf(body).id);
	});

	it("takes link, expiry and times from Tesouro's own record if that was read", () => {
		const forged = changed({
			fileUrl: 'https://evil.example/x.gpg',
			createDateTimeUtc: '2020-01-01T00:00:00',
		});
		const event = eventOf(forged, { ...evidence, record });
		expect(event.data.files[0]).toMatchObject({
			url: 'https://download.tesouro.com/real.csv.gpg',
			name: 'real.csv.gpg',
			expiresAt: '2023-12-25T00:00:00.000Z',
		});
		expect(event.id).toBe(eventOf(body).id);
		expect(event.data.report?.name).toBe('real.csv');
	});

	it('repeats nothing from a body that only the API vouched for', () => {
		const forged = changed({
			note: 'wire the money to X',
			deliveryId: 'mine',
			numberOfAttempts: 7,
			presenterId: 'x',
		});
		const event = eventOf(forged, { ...evidence, record, isBodyTrusted: false });
		expect(JSON.stringify(event)).not.toMatch(/wire the money|mine/);
		expect(event.data.delivery).toEqual({ attempt: 1, receivedAt: '2023-12-21T23:07:19.000Z' });
		expect(event.data.details.presenterId).toBe('1b6592dc-0398-452a-a468-d02bd8707b73');
	});

	it('recognises a redelivery of an unknown shape by what stays the same', () => {
		const one = Buffer.from('{"event":"x","deliveryId":"1","numberOfAttempts":1}');
		const again = Buffer.from('{"event":"x","deliveryId":"2","numberOfAttempts":2}');
		expect(eventOf(again).id).toBe(eventOf(one).id);
		expect(eventOf(Buffer.from('{"event":"y"}')).id).not.toBe(eventOf(one).id);
	});

	it('treats odd values of optional fields as missing', () => {
		const odd = changed({ presenterId: null, deliveryId: 7, numberOfAttempts: 'x', expireDateTimeUtc: null });
		expect(eventOf(odd)).toMatchObject({
			type: 'com.tesouro.report.ready',
			data: { delivery: { attempt: 1 } },
		});
	});

	it('survives half a character in an ID', () => {
		expect(() => eventOf(changed({ presenterId: '\ud800' }))).not.toThrow();
	});

	it('accepts a body with nothing but the request id and the link', () => {
		const bare = Buffer.from('{"requestId":"r-1","fileUrl":"https://download.tesouro.com/a.gpg"}');
		const event = eventOf(bare);
		expect(event).toMatchObject({ id: 'r-1', time: '2023-12-21T23:07:19.000Z', subject: 'r-1' });
		expect(new CloudEvent(event, true).validate()).toBe(true);
	});

	it('passes JSON of an unknown shape on as unrecognised, with its payload', () => {
		const event = eventOf(Buffer.from('{"hello":"world"}'));
		expect(event.type).toBe('com.tesouro.unrecognised');
		expect(event.data.payload).toEqual({ hello: 'world' });
		expect(new CloudEvent(event, true).validate()).toBe(true);
	});

	it('turns a hostile link into a file name that is not a path', () => {
		const event = eventOf(changed({ fileUrl: 'https://download.tesouro.com/a/..%2f..%2fetc%2fpasswd' }));
		expect(event.data.files[0]?.name).not.toMatch(/[/\\]/);
	});
});
