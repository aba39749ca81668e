import { readFileSync } from 'node:fs';
import { CloudEvent } from 'cloudevents';
import { parsePayload } from '../../../nodes/ConnectReport/deliveries/payload';
import { eventFrom, type Evidence } from '../../../nodes/ConnectReport/deliveries/toReportEvent';
import { ReportEvent } from '../../../nodes/shared/deliveries/reportEvent';

const fixture = (folder: string, name = 'body.json') =>
	readFileSync(`test/ConnectReport/fixtures/${folder}/${name}`);
const goldenOf = (folder: string) => JSON.parse(fixture(folder, 'event.json').toString()) as ReportEvent;

type Body = { reportTask: Record<string, unknown>; [key: string]: unknown };
const bodyOf = (folder: string) => JSON.parse(fixture(folder).toString()) as Body;
const withTask = (folder: string, change: object): Body => {
	const body = bodyOf(folder);
	return { ...body, reportTask: { ...body.reportTask, ...change } };
};

const evidence: Evidence = {
	verification: { verdict: 'verified', method: 'query-token' },
	isBodyTrusted: true,
};

function eventOf(content: unknown, more: Partial<Evidence> = {}, contentType?: string): ReportEvent {
	const body = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
	const payload = parsePayload(body, contentType, false);
	if (payload.kind === 'malformed') throw new Error('not JSON');
	const received = {
		callback: payload.callback,
		payload: payload.raw,
		eventId: 'the-event',
		receivedAt: '2026-11-25T03:00:00.000Z',
	};
	// As it travels from the webhook into the execution.
	const event = eventFrom(JSON.parse(JSON.stringify(received)) as typeof received, {
		...evidence,
		...more,
	});
	expect(new CloudEvent(event as never, true).validate()).toBe(true);
	expect(ReportEvent.parse(event)).toEqual(event);
	return event;
}

describe('the report event of a documented callback', () => {
	it.each(['started', 'succeeded', 'failed'])('%s is the golden event', (folder) => {
		expect(eventOf(fixture(folder))).toEqual(goldenOf(folder));
	});

	it('keeps both IDs and both dates, and leaves the markup of the template out', () => {
		const event = eventOf(fixture('succeeded'));
		expect(event).toMatchObject({
			subject: '20cf12d4-4c6f-4212-8510-14ddbbd6ae66',
			data: {
				report: { id: 'b9e574a9-fb52-443b-a1aa-1eed82a8b1ba', name: 'Weekly sales overview' },
				details: {
					id: 'b9e574a9-fb52-443b-a1aa-1eed82a8b1ba',
					reportTaskId: '20cf12d4-4c6f-4212-8510-14ddbbd6ae66',
					startOn: '2020-01-12T00:55:32.941Z',
					templateHtmlLength: 41,
				},
			},
		});
		expect(JSON.stringify(event)).not.toContain('report-master-meta');
	});

	it('names the report that ConnectReport itself named, if it was asked', () => {
		const report = { id: 'r-1', createdAt: '2026-11-25T02:59:59Z' };
		const event = eventOf(fixture('succeeded'), {
			report,
			tags: ['sales'],
			serverUrl: 'https://cr.example:4700',
		});
		expect(event).toMatchObject({
			source: 'https://cr.example:4700',
			data: {
				report: { id: 'r-1' },
				details: { reportId: 'r-1', reportCreatedAt: '2026-11-25T02:59:59.000Z', tags: ['sales'] },
			},
		});
	});

	it('repeats only what ConnectReport has itself, if nothing vouches for the body', () => {
		const confirmed = { reportTaskId: '20cf12d4-4c6f-4212-8510-14ddbbd6ae66', title: 'As the server has it' };
		const event = eventOf(fixture('failed'), { isBodyTrusted: false, confirmed });
		expect(event.data).not.toHaveProperty('payload');
		expect(event.data.error).not.toContain('Error_Reason');
		expect(event.data.details).toEqual({ trigger: 'postReportTask', status: 'failure', ...confirmed });
		expect(event.data.report).toEqual({ id: confirmed.reportTaskId, name: 'As the server has it' });
	});
});

describe('an undocumented callback', () => {
	it.each([
		'nulls-and-zones',
		'error-object',
		'unknown-status',
		'unknown-trigger',
		'no-ids',
		'not-an-object',
	])('becomes the golden event for %s', (name) => {
		expect(eventOf(fixture(`invented/${name}`))).toEqual(goldenOf(`invented/${name}`));
	});

	it.each(['unknown-status', 'unknown-trigger', 'no-ids', 'not-an-object'])(
		'is unrecognised for %s, neither success nor failure, and keeps its payload without the markup',
		(name) => {
			const event = eventOf(fixture(`invented/${name}`));
			expect(event.type).toBe('com.connectreport.unrecognised');
			expect(event.data.status).toBeUndefined();
			expect(event.data.payload).toBeDefined();
			expect(JSON.stringify(event)).not.toContain('confidential');
		},
	);

	it.each([['success '], ['SUCCESS'], [true], [null], [undefined], [['success']]])(
		'is not a success with the status %j',
		(status) =>
			expect(eventOf({ ...bodyOf('succeeded'), status }).type).toBe('com.connectreport.unrecognised'),
	);

	it.each(['../../admin', 'a/b', 'a b', '%2e', '..', '', 'x'.repeat(201), null, {}, '\u0000'])(
		'names no ID when both are %j',
		(id) => {
			const event = eventOf(withTask('succeeded', { id, reportTaskId: id }));
			expect(event).toMatchObject({ type: 'com.connectreport.unrecognised' });
			expect(event.subject).toBeUndefined();
		},
	);

	it('keeps the other values when one is odd', () => {
		const event = eventOf(
			withTask('failed', { title: 7, frequency: null, startOn: {}, filterCycleId: null }),
		);
		expect(event).toMatchObject({ type: 'com.connectreport.report-task.failed', data: { status: 'failed' } });
		expect(event.data.details).not.toHaveProperty('title');
		expect(event.data.details).toHaveProperty('templateId');
	});

	it.each([
		['a text', 'Report task failed due to no disk', 'Report task failed due to no disk'],
		['an object with a message', { message: 'no disk' }, 'no disk'],
		['an object without', { code: 7 }, '{"code":7}'],
		['a number', 7, '7'],
	])('puts %s into words as its error', (_, error, words) => {
		expect(eventOf({ ...bodyOf('failed'), error }).data.error).toBe(words);
	});

	it.each([undefined, null, ''])(
		'says that there is no reason when it failed with %j as its error',
		(error) => {
			expect(eventOf({ ...bodyOf('failed'), error }).data.error).toContain('gave no reason');
		},
	);

	it('keeps at most 2,000 characters of its error', () => {
		expect(eventOf({ ...bodyOf('failed'), error: 'x'.repeat(9_999) }).data.error).toHaveLength(2_000);
	});

	it.each(['__proto__', '\\u005f_proto__'])('cannot set a prototype through %s', (key) => {
		const body = fixture('succeeded').toString().replace('"title"', `"${key}":{"polluted":true},"title"`);
		const event = eventOf(Buffer.from(body));
		expect(Object.assign({}, event.data.details, (event.data.payload as Body).reportTask)).not.toHaveProperty(
			'polluted',
		);
	});
});

describe('the bytes of a callback', () => {
	const text = fixture('succeeded').toString().replace('sales', 'Umsätze');
	it.each([
		['UTF-8', Buffer.from(text), 'application/json'],
		['UTF-8, and say so', Buffer.from(text), 'application/json; charset=utf-8'],
		['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`), 'application/json'],
		['UTF-8, and say something else', Buffer.from(text), 'application/json; charset=latin1'],
		['Latin-1, and say so', Buffer.from(text, 'latin1'), 'application/json;charset="latin1"'],
		['UTF-16, and say so', Buffer.from(text, 'utf16le'), 'application/json; charset=utf-16le'],
		['UTF-8, and say nothing', Buffer.from(text), undefined],
	])('may be %s', (_, body, contentType) => {
		expect(eventOf(body, {}, contentType).data.report?.name).toBe('Weekly Umsätze overview');
	});

	it.each([
		['Latin-1, and say nothing', Buffer.from(text, 'latin1'), 'application/json'],
		['Latin-1, and name no charset', Buffer.from(text, 'latin1'), 'application/json; charset=klingon'],
		['nothing', Buffer.alloc(0), 'application/json'],
		['half a body', Buffer.from(text.slice(0, 40)), 'application/json'],
		['a form', Buffer.from('trigger=postReportTask'), 'application/x-www-form-urlencoded'],
	])('are refused as JSON when they are %s', (_, body, contentType) => {
		expect(parsePayload(body, contentType, false)).toEqual({ kind: 'malformed' });
	});

	it('keep the markup if the user wants it', () => {
		expect(parsePayload(fixture('succeeded'), undefined, true)).toMatchObject({ raw: bodyOf('succeeded') });
	});
});
