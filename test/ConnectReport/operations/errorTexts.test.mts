import type { ConnectReportCredential } from '../../../nodes/ConnectReport/api/credential';
import type { Knobs } from '../../../tools/sandbox/ConnectReport/knobs.mts';
import type { Report, ReportTask } from '../../../tools/sandbox/ConnectReport/sandbox.mts';
import { startConnectReportSandbox } from '../../../tools/sandbox/ConnectReport/sandbox.mts';
import { apiFor } from '../api/apiStage.mts';
import { useFastClock } from '../../fastClock.mts';
import { startLosingProxy } from './losingProxy.mts';
import { countRequests, eventOf, useReport, type ReportStage } from './reportStage.mts';
import { listPage } from '../../../nodes/ConnectReport/reports/reports';

/** What a user of the ConnectReport node sees when something goes wrong: the red line, and the text below it. */
let stage: ReportStage;
let task: ReportTask;
let report: Report;
const clock = useFastClock();
const current = useReport();
beforeEach(() => ({ stage, task, report } = current));

const plain = (text: string | null | undefined) =>
	text
		?.replace(/(localhost|127\.0\.0\.1):\d+/g, 'HOST')
		.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID');

interface Case {
	what: string;
	operation?: string;
	knobs?: Partial<Knobs>;
	parameters?: object;
	credential?: Partial<ConnectReportCredential>;
	message: string;
	remedy: string | RegExp;
}

const cases: Case[] = [
	{
		what: 'a wrong key',
		credential: { apiKey: 'wrong' },
		message: 'ConnectReport does not accept the API key (status 401): Unauthorized',
		remedy: /^Check the API key in the ConnectReport credential/,
	},
	{
		what: 'a report that nobody knows',
		parameters: { reportId: 'a1b2c3d4-0000-4000-8000-000000000000' },
		message: 'There is no such report: ID (status 404): Report not found',
		remedy: /^Check the report ID/,
	},
	{
		what: 'an ID that is a path',
		parameters: { reportId: '../admin' },
		message: 'The report ID is not an ID of ConnectReport',
		remedy: /^Fill in the report ID/,
	},
	{
		what: 'rendering that fails',
		knobs: { render: 'fails' },
		message: 'ConnectReport could not render the report: The data connection "Sales" did not answer',
		remedy: /^Open the report in ConnectReport/,
	},
	{
		what: 'rendering that never finishes',
		knobs: { render: 'never' },
		parameters: { options: { minutesAtMost: 0 } },
		message: 'Report ID is not rendered after 0 minutes; ConnectReport says of job ID: pending',
		remedy: /^Allow more under "Wait at Most"/,
	},
	{
		what: 'a format that the server does not know',
		parameters: { format: 'other', otherFormat: 'pptx' },
		message: 'ConnectReport did not accept the request (status 400): Unsupported render type "pptx"',
		remedy: /^Correct what the message names\. If it is the format/,
	},
	{
		what: 'a login page instead of JSON',
		knobs: { api: 'login-page' },
		message: 'A web page came instead of data (status 200), usually a login page',
		remedy: /single sign-on has, must let \/api\/v1 pass/,
	},
	{
		what: 'a redirect to a login page',
		knobs: { api: 'login-redirect' },
		message:
			'ConnectReport redirects the request instead of answering it (status 302), usually to a login page',
		remedy: /the redirect was not followed/,
	},
	{
		what: 'a login page instead of a file',
		knobs: { file: 'login-page' },
		message:
			'ConnectReport sent a web page, usually a login page, instead of the xlsx file. Nothing of it was kept',
		remedy: /single sign-on/,
	},
	{
		what: 'a file of another kind',
		knobs: { file: 'wrong-kind' },
		message:
			'What ConnectReport sent as Weekly sales overview.xlsx is not in xlsx format. Nothing of it was kept',
		remedy: /^Open the report in ConnectReport/,
	},
	{
		what: 'a file on another server',
		knobs: { location: 'outside' },
		message: 'ConnectReport gives an address outside its API for the file; it was not fetched',
		remedy: /^The API key is sent only to http:\/\/HOST\./,
	},
	{
		what: 'plain HTTP that was not allowed',
		credential: { allowHttp: false },
		message: 'The address of the ConnectReport server starts with http://, which is not encrypted',
		remedy: /switch on "Allow Plain HTTP"/,
	},
	{
		what: 'https at a port that speaks none',
		credential: { serverUrl: 'https://HOST' },
		message: 'ConnectReport could not be reached at HOST: the host does not speak https at this port',
		remedy: /^Check the port/,
	},
	{
		what: 'an address that is none',
		credential: { serverUrl: 'ftp://reports.example.com' },
		message: 'The server address of the ConnectReport credential cannot be used',
		remedy: /^Fill in what the browser shows/,
	},
	{
		what: 'a proxy that knows no such path',
		knobs: { api: 'missing' },
		message: 'This ConnectReport server has no path for single reports (status 404)',
		remedy: /switch on "Change Paths"/,
	},
	{
		what: 'a role that may not',
		knobs: { api: 'forbidden' },
		message:
			'The user of the API key may not do this in ConnectReport (status 403): You are not allowed to do this',
		remedy: /^Give that user a role/,
	},
	{
		what: 'a path that cannot be used',
		credential: { changePaths: true, reportPath: 'GET reports/{nothing}' },
		message:
			'The path "GET reports/{nothing}" in the ConnectReport credential cannot be used because of {nothing}',
		remedy: /^Write a verb, a path and a query/,
	},
	{
		what: 'a task that may not be enabled',
		operation: 'runNow',
		knobs: { createTask: 'forbidden' },
		parameters: { templateId: '8692affa-7eb4-40b5-ba15-04ba8954a90c', title: 'Sales' },
		message:
			'The user of the API key may not do this in ConnectReport (status 403): You are not allowed to enable report tasks',
		remedy: /Publisher/,
	},
	{
		what: 'a task whose answer is lost',
		operation: 'runNow',
		knobs: { createTask: 'lost-answer' },
		parameters: { templateId: '8692affa-7eb4-40b5-ba15-04ba8954a90c', title: 'Sales' },
		message: 'ConnectReport could not be reached at HOST: the connection was cut off',
		remedy: /^The report task may have been created and started anyway, so it was not sent again/,
	},
];

it.each(cases)(
	'$what',
	async ({ operation = 'export', knobs = {}, parameters, credential = {}, message, remedy }) => {
		stage.turn(knobs);
		const { host } = new URL(stage.sandbox.url);
		const given = {
			...credential,
			...(credential.serverUrl && { serverUrl: credential.serverUrl.replace('HOST', host) }),
		};
		const standard = { from: 'id', ...(operation === 'export' && { reportId: report.id }) };
		const { error } = await stage.run(operation, { ...standard, ...parameters }, { credential: given });
		expect(plain(error?.message)).toBe(message);
		expect(plain(error?.description)).toMatch(remedy);
		expect(JSON.stringify(error)).not.toContain(stage.sandbox.apiKey);
	},
);

it('says that the server cannot be reached', async () => {
	const other = await startConnectReportSandbox();
	await other.goAway();
	const problem = await listPage(apiFor(other), 1).catch((error: unknown) => error);
	expect(plain(String(problem))).toBe(
		'Error: ConnectReport could not be reached at HOST: the connection was refused',
	);
	expect(problem).toMatchObject({ remedy: expect.stringContaining('4700') });
	await other.close();
});

describe('certificates', () => {
	it.each(['self-signed', 'own-authority'] as const)(
		'are trusted only when they are given: %s',
		async (tls) => {
			const server = await startConnectReportSandbox({ tls });
			const untidy = `My CA\r\n${server.caCertificate!.replace(/\n/g, ' \r\n ')}\r\n`;
			for (const ca of [server.caCertificate!, untidy, server.caCertificate!.replace(/\n/g, ' ')]) {
				expect(await listPage(apiFor(server, { ca }), 1)).toEqual([]);
			}
			const error = await listPage(apiFor(server, { ca: '' }), 1).catch((one: unknown) => one);
			expect(error).toMatchObject({
				message: expect.stringMatching(/certificate is (not signed by|self-signed)/),
				remedy: expect.stringContaining('"CA Certificate"'),
			});
			await server.close();
		},
	);

	it('are not trusted for another name', async () => {
		const server = await startConnectReportSandbox({
			tls: 'own-authority',
			tlsNames: ['reports.example.com'],
		});
		const error = await listPage(apiFor(server), 1).catch((one: unknown) => one);
		expect(error).toMatchObject({
			message: expect.stringContaining('for another name'),
			remedy: expect.stringMatching(/use the server name that the certificate was issued for/),
		});
		await server.close();
	});

	it.each([
		['see the intranet!', 'contains no certificate'],
		['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 'cannot be read'],
		['-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----', 'holds a private key'],
	])('are refused when they are %j', async (ca, message) => {
		const { error } = await stage.run(
			'get',
			{ from: 'id', reportId: report.id },
			{
				credential: { serverUrl: stage.sandbox.url.replace('http:', 'https:'), ca },
			},
		);
		expect(error?.message).toContain(message);
	});
});

describe('a report event', () => {
	it.each<[string, Partial<Knobs>, string]>([
		['whose IDs are the same on each run', { ids: 'fixed' }, 'reportTaskId'],
		['whose id is that of the report', { ids: 'report' }, 'id'],
		['whose reportTaskId is that of a parent', { ids: 'parent' }, 'id'],
	])('%s leads to the report of its own run', async (_what, knobs, foundBy) => {
		stage.turn(knobs);
		report.createdAt = new Date(Date.now() - 60_000).toISOString();
		const event = eventOf(stage.sandbox, task, report, { time: new Date(report.createdAt) });
		await stage.sandbox.run(task);
		const { items, error } = await stage.run('get', {}, { items: [event] });
		expect(error).toBeUndefined();
		expect(items[0]!.json).toMatchObject({ report: { id: report.id }, tags: ['sales'], foundBy });
	});

	it('waits for a report that appears a moment later instead of taking the one of the previous run', async () => {
		report.createdAt = new Date(Date.now() - 60_000).toISOString();
		let own: Report | undefined;
		clock().after(500, async () => (own = await stage.sandbox.run(task)));
		const { items } = await stage.run('get', {}, { items: [eventOf(stage.sandbox, task)] });
		expect(items[0]!.json.report).toMatchObject({ id: own!.id });
	});

	it.each([
		['failed', 'The report task of this event failed: there is no report'],
		['started', 'The report task of this event has only started: there is no report yet'],
	])('has no report for a task that %s, and says so', async (status, message) => {
		const event = eventOf(stage.sandbox, task, report, { status });
		const { error } = await stage.run('export', {}, { items: [event] });
		expect(error?.message).toBe(message);
	});
});

describe('Get Many', () => {
	it('filters by tag, template and title, and goes over all pages', async () => {
		stage.sandbox.configure({ pageSize: 2 });
		for (let count = 0; count < 4; count++) await stage.sandbox.run(task);
		await stage.sandbox.run(stage.sandbox.tasks[1]!);
		const many = async (filters: object) =>
			(await stage.run('getMany', { returnAll: true, filters: { ...filters } as never })).items.length;
		expect(await many({})).toBe(6);
		expect(await many({ tags: 'Sales' })).toBe(5);
		expect(await many({ tags: 'sales,stock' })).toBe(0);
		expect(await many({ title: 'WEEKLY' })).toBe(5);
		expect(await many({ templateId: stage.sandbox.tasks[1]!.templateId })).toBe(1);
		stage.turn({ taskFilter: 'ignored', paging: 'ignored' });
		expect(await many({ reportTaskId: task.id })).toBe(5);
		stage.sandbox.configure({ pageSize: 50 });
	});
});

describe('Run Now', () => {
	const parameters = { from: 'id', templateId: '8692affa-7eb4-40b5-ba15-04ba8954a90c', title: 'Now' };

	it('makes a report, which Get Reports waits for', async () => {
		const { items } = await stage.run('runNow', parameters);
		expect(items[0]!.json).toMatchObject({ reportTask: { title: 'Now' } });
		const { items: reports } = await stage.run('getReports', { minutesAtMost: 1 }, { items });
		expect(reports[0]!.json).toMatchObject({ report: { name: 'Now' } });
	});

	it('is sent once, whatever happens to the answer and the next try', async () => {
		const proxy = await startLosingProxy(stage.sandbox.url, { path: /^POST .*report-tasks/, times: 1 });
		const { error } = await stage.run('runNow', parameters, {
			retryOnFail: true,
			credential: { serverUrl: proxy.url },
		});
		await proxy.close();
		expect(error?.message).toBe('The report task was sent in an earlier try, and the answer was lost');
		expect(countRequests(stage.sandbox, 'POST', /report-tasks/)).toBe(1);
	});

	it('is sent once, also in an execution that was started again from the list', async () => {
		const proxy = await startLosingProxy(stage.sandbox.url, { path: /^POST .*report-tasks/, times: 9 });
		const { execution } = await stage.run('runNow', parameters, {
			retryOnFail: true,
			credential: { serverUrl: proxy.url },
		});
		stage.sandbox.requests.length = 0;
		await stage.harness.retry(execution.id);
		await proxy.close();
		expect(countRequests(stage.sandbox, 'POST', /report-tasks/)).toBe(1);
	});
});
