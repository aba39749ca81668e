import { readFileSync } from 'node:fs';
import { CloudEvent } from 'cloudevents';
import { parsePayload } from '../../../nodes/ReportFlow/deliveries/payload';
import { splitByFile } from '../../../nodes/ReportFlow/deliveries/splitByFile';
import { eventFrom, type Evidence } from '../../../nodes/ReportFlow/deliveries/toReportEvent';
import { ReportEvent } from '../../../nodes/shared/deliveries/reportEvent';

const fixture = (folder: string, name: string) => readFileSync(`test/ReportFlow/fixtures/${folder}/${name}`);
const single = 'file-completed';
const workspace = 'file-completed-workspace';
type Body = Record<string, unknown> & { files: Array<Record<string, unknown>> };
const bodyOf = (folder: string) => JSON.parse(fixture(folder, 'body.json').toString()) as Body;

const trusted = (body: Buffer): Evidence => ({
	delivery: { receivedAt: new Date('2026-05-11T10:30:46Z'), body },
	verification: { verdict: 'verified', method: 'header-token' },
	baseUrl: 'https://api.re-port-flow.com/v1',
	isBodyTrusted: true,
	leavesOutPayload: false,
});

function eventOf(content: unknown, more: Partial<Evidence> = {}): ReportEvent {
	const body = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
	const payload = parsePayload(body);
	if (payload.kind === 'malformed') throw new Error('not JSON');
	const evidence = { ...trusted(body), ...more };
	return eventFrom(payload, evidence);
}

const isValid = (event: ReportEvent) => {
	expect(new CloudEvent(event as never, true).validate()).toBe(true);
	expect(ReportEvent.parse(event)).toEqual(event);
};

const several = (folder: string, changes: object[]): Body => {
	const body = bodyOf(folder);
	return { ...body, files: changes.map((change) => ({ ...body.files[0], ...change })) };
};

describe.each([
	[single, 'single host'],
	[workspace, 'workspace host'],
])('the report event of %s', (folder) => {
	it('is the golden event for the documented sample', () => {
		const event = eventOf(fixture(folder, 'body.json'));
		expect(event).toEqual(JSON.parse(fixture(folder, 'event.json').toString()));
		isValid(event);
	});

	it('has the same id whatever the time, order, repetitions and other fields', () => {
		const files = [{ fileId: 'one' }, { fileId: 'two' }];
		const event = eventOf(several(folder, files));
		const again = several(folder, [...files, ...files].reverse());
		const changed = { ...again, timestamp: '2030-01-01T00:00:00Z', version: 6, note: 'x' };
		expect(eventOf(changed).id).toBe(event.id);
	});

	it('has the same id in capitals if the IDs are UUIDs, and another one if they are not', () => {
		const shout = (id: unknown) => String(id).toUpperCase();
		const body = bodyOf(single);
		const shouted = {
			...body,
			requestId: shout(body.requestId),
			files: body.files.map((file) => ({ ...file, fileId: shout(file.fileId) })),
		};
		expect(eventOf(shouted).id).toBe(eventOf(body).id);
		expect(eventOf(several(folder, [{ fileId: 'abc' }])).id).not.toBe(
			eventOf(several(folder, [{ fileId: 'ABC' }])).id,
		);
	});

	it('has another id for other files, another request, and another workspace', () => {
		const body = bodyOf(folder);
		const ids = [
			body,
			several(folder, [{ fileId: 'another' }]),
			several(folder, [{}, { fileId: 'another' }]),
			{ ...several(folder, [{ uuid: 'another' }]), ...(folder === single && { requestId: 'another' }) },
			{ ...body, workspaceId: 'another' },
		].map((content) => eventOf(content).id);
		expect(new Set(ids).size).toBe(ids.length);
	});

	it('is split into one valid event for each file, each with its own part of everything', () => {
		const body = several(folder, [
			{ fileId: 'one', fileName: 'one.pdf', passthrough: { cid: 'a' } },
			{ fileId: 'two', fileName: 'two.pdf', passthrough: { cid: 'b' } },
		]);
		const whole = eventOf(body);
		isValid(whole);
		expect(whole.data.details).not.toHaveProperty('correlationId');
		const parts = splitByFile(whole);
		parts.forEach(isValid);
		expect(parts).toMatchObject(
			['one', 'two'].map((id, index) => ({
				id: `${whole.id}/${folder === single ? '' : 'uuid_456/'}${id}`,
				subject: whole.subject,
				data: {
					report: { name: `${id}.pdf` },
					files: [{ id }],
					details: { correlationId: ['a', 'b'][index], files: [{ id }] },
					payload: { ...body, files: [{ fileId: id }] },
				},
			})),
		);
	});

	it('treats odd values of optional fields as missing', () => {
		const body = bodyOf(folder);
		const odd = {
			...body,
			workspaceId: null,
			designId: 7,
			version: {},
			timestamp: 'yesterday',
			files: body.files.map((file) => ({ ...file, fileName: 1, passthrough: 'x', share: [] })),
		};
		const event = eventOf(odd);
		isValid(event);
		expect(event).toMatchObject({
			type: 'com.re-port-flow.file.completed',
			time: '2026-05-11T10:30:46.000Z',
			source: 'https://api.re-port-flow.com/v1',
			data: { files: [{ name: expect.stringMatching(/\.pdf$/) as string }] },
		});
	});

	it.each(['../../etc/passwd', 'a/b', 'a b', '%2e%2e', '', 'x'.repeat(129), 7, null, '\ud800', 'id\n'])(
		'accepts no ID like %j: the delivery is passed on as unrecognised',
		(fileId) => {
			const event = eventOf(several(folder, [{}, { fileId }]));
			isValid(event);
			expect(event).toMatchObject({ type: 'com.re-port-flow.unrecognised', data: { files: [] } });
		},
	);

	it('turns a hostile file name into one that is not a path', () => {
		const names = ['../../etc/passwd', '..\\x', '\u0000', '...', 'C:\\a.pdf'];
		for (const fileName of names) {
			const [file] = eventOf(several(folder, [{ fileName }])).data.files;
			expect(file!.name).not.toMatch(/[/\\\u0000:]|^\./);
			expect(file!.name).not.toBe('');
		}
	});
});

describe('the generation that sent a delivery', () => {
	it('is recognised by the request ID, or else by the uuid of each file', () => {
		const both = several(single, [{ uuid: 'uuid_456' }]);
		expect(eventOf(both).subject).toBe(both.requestId);
		expect(eventOf(bodyOf(workspace)).subject).toBe('uuid_456');
	});

	it('is unknown without either, and the delivery is unrecognised', () => {
		const { requestId: _, ...body } = bodyOf(single);
		expect(eventOf(body).type).toBe('com.re-port-flow.unrecognised');
		expect(eventOf(several(workspace, [{}, { uuid: undefined, fileId: 'x' }])).type).toBe(
			'com.re-port-flow.unrecognised',
		);
		expect(eventOf({ ...bodyOf(workspace), requestId: '../x' }).type).toBe('com.re-port-flow.unrecognised');
	});

	it('is left open for different uuids on a workspace host: no request is the report, and each part has its own', () => {
		const event = eventOf(several(workspace, [{}, { uuid: 'uuid_789', fileId: 'other' }]));
		isValid(event);
		expect(event).not.toHaveProperty('subject');
		const parts = splitByFile(event);
		parts.forEach(isValid);
		expect(parts.map(({ subject, data }) => [subject, data.report?.id])).toEqual([
			['uuid_456', 'uuid_456'],
			['uuid_789', 'uuid_789'],
		]);
		expect(new Set(parts.map(({ id }) => id)).size).toBe(2);
	});
});

describe('an undocumented event', () => {
	it.each([
		['file.failed', 'failed'],
		['file.error', 'failed'],
		['FILE_FAILED', 'failed'],
		['file.viewed', undefined],
		['error.resolved', undefined],
	])('has, when named %s, the status %s', (name, status) => {
		const event = eventOf({ ...bodyOf(single), event: name });
		isValid(event);
		expect(event).toMatchObject({
			type: 'com.re-port-flow.unrecognised',
			data: { details: { event: name } },
		});
		expect(event.data.status).toBe(status);
		expect(event.data.error).toBe(status === 'failed' ? name : undefined);
	});

	it.each([[[]], ['text'], [7], [null], [{}], [{ event: 'file.completed', files: [] }], [{ event: 7 }]])(
		'is passed on with its payload, and only identical ones are the same event: %j',
		(content) => {
			const event = eventOf(content);
			isValid(event);
			expect(event.data.payload).toEqual(content);
			expect(eventOf(content).id).toBe(event.id);
			expect(eventOf([content]).id).not.toBe(event.id);
		},
	);
});

describe('a name in a delivery that every object has as a property', () => {
	it.each(['__proto__', '\\u005f_proto__', '\\u005F\\u005fproto__'])('sets no prototype: %s', (key) => {
		const polluted = `{"polluted":true}`;
		const body = fixture(single, 'body.json')
			.toString()
			.replace('"row"', `"${key}":${polluted},"constructor":{"prototype":${polluted}},"row"`)
			.replace('"event"', `"${key}":${polluted},"event"`);
		const event = eventOf(Buffer.from(body));
		isValid(event);
		expect(JSON.stringify(event)).not.toContain('__proto__');
		const copy = JSON.parse(JSON.stringify(event)) as Record<string, unknown>;
		expect(Object.assign({}, event.data.details, event.data.payload, copy)).not.toHaveProperty('polluted');
		expect({}).not.toHaveProperty('polluted');
	});
});

it('large deliveries are split quickly', () => {
	const body = several(
		single,
		Array.from({ length: 5_000 }, (_, index) => ({ fileId: `file-${index}` })),
	);
	const since = Date.now();
	expect(splitByFile(eventOf(body))).toHaveLength(5_000);
	expect(Date.now() - since).toBeLessThan(20_000);
});

it('splitting looks at each announced file only a few times, not once for each other file', () => {
	const event = eventOf(
		several(
			single,
			Array.from({ length: 200 }, (_, index) => ({ fileId: `f${index}` })),
		),
	);
	let reads = 0;
	const announced = (event.data.payload as Body).files.map((file) => ({
		...file,
		get fileId() {
			reads++;
			return file.fileId;
		},
	}));
	const parts = splitByFile({ ...event, data: { ...event.data, payload: { files: announced } } });
	expect(parts.map(({ data }) => (data.payload as Body).files.length)).toEqual(parts.map(() => 1));
	expect(reads).toBeLessThan(20_000);
});
