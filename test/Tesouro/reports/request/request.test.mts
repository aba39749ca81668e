import { useFastClock } from '../../../fastClock.mts';
import type { INodeExecutionData, IWorkflowSettings } from 'n8n-workflow';
import { presetRange } from '../../../../nodes/Tesouro/reports/request/dateRange';
import { paymentTransactionColumns } from '../../../../nodes/Tesouro/reports/request/columns/paymentTransactionColumns';
import { toReportState } from '../../../../nodes/Tesouro/reports/reportState';
import { flow, startStage, type Stage } from '../../flow.mts';

let stage: Stage;
useFastClock();
beforeAll(async () => (stage = await startStage({ sandbox: { rowsPerDay: 1 } })));
afterAll(async () => await stage.close());
beforeEach(() => stage.sandbox.configure({ knobs: { api: 'ok', status: 'auto', expireTokens: 'no' } }));

interface RunOptions {
	settings?: IWorkflowSettings;
	items?: INodeExecutionData[];
	onError?: 'continueRegularOutput';
}

const run = async (operation: string, parameters: object, { settings, items, onError }: RunOptions = {}) =>
	await stage.harness.runNode(
		{
			...flow({}, { name: 'Tesouro' }).nodes[1]!,
			...(onError && { onError }),
			parameters: { resource: 'report', operation, ...parameters },
		},
		items,
		{ credentials: stage.credentials, ...(settings && { settings }) },
	);

interface SentInput {
	paymentTransactionsInput: {
		paymentTransactionsReportInput: { fields: string[]; fileType: string; fileName?: string };
		asyncReportsDetailsInput: { isCompressed: boolean; description?: string; tags?: string[] };
		where: { transactionActivityDate: { gte: string; lte: string }; acceptorId?: { in: string[] } };
	};
}

/** Requests a report and gives back what of it reached the sandbox. */
async function request(parameters: object = {}, options: RunOptions = {}) {
	const before = stage.sandbox.requests.length;
	const result = await run('request', parameters, options);
	const sent = stage.sandbox.requests
		.slice(before)
		.flatMap(({ graphql }) => (graphql?.operationName === 'CreateAsyncReport' ? [graphql] : []));
	const input = (sent[0]?.variables as { input?: SentInput } | undefined)?.input?.paymentTransactionsInput;
	return { ...result, input, sent };
}

const rangeOf = async (parameters: object, settings?: IWorkflowSettings) => {
	const { input, error } = await request(parameters, { ...(settings && { settings }) });
	expect(error).toBeUndefined();
	return input!.where.transactionActivityDate;
};

/** Refused before anything was sent, with a remedy. */
async function expectRefusal(parameters: object, message: RegExp) {
	const { error, sent, items } = await request(parameters);
	expect(error?.message).toMatch(message);
	expect(error?.description).toBeTruthy();
	expect([sent, items]).toEqual([[], []]);
}

const keyTag = expect.stringMatching(/^n8n-request-[0-9a-f]{16}-[0-9a-f]{16}$/) as string;

const days = { range: 'custom', from: '2026-01-01', to: '2026-01-31' };
const anId = '00000000-0000-4000-8000-000000000001';
const anotherId = 'ffffffff-ffff-4fff-8fff-ffffffffffff';

describe('a requested report', () => {
	it('comes back as started, with the ID that the trigger will announce', async () => {
		const { items, error, sent } = await request(days);
		expect(error).toBeUndefined();
		const [newest] = [...stage.sandbox.reports.values()].slice(-1);
		expect(items[0]).toMatchObject({
			json: {
				provider: 'tesouro',
				status: 'started',
				report: { id: newest!.requestId },
				files: [],
				details: { tesouroStatus: 'RECEIVED' },
			},
			pairedItem: { item: 0 },
		});
		expect(sent[0]).toMatchObject({ operationName: 'CreateAsyncReport' });
	});

	it('is requested once per item', async () => {
		const items = [{ json: { day: '2026-01-01' } }, { json: { day: '2026-01-02' } }];
		const { items: made, sent } = await request(
			{ range: 'custom', from: '={{ $json.day }}', to: '={{ $json.day }}' },
			{ items },
		);
		expect(made.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		const ranges = sent.map(
			({ variables }) =>
				(variables as { input: SentInput }).input.paymentTransactionsInput.where.transactionActivityDate.gte,
		);
		expect(ranges).toEqual(['2026-01-01', '2026-01-02']);
	});

	it('contains nothing that was not requested', async () => {
		const { input } = await request(days);
		expect(input).toEqual({
			paymentTransactionsReportInput: { fields: expect.any(Array) as string[], fileType: 'CSV' },
			asyncReportsDetailsInput: { isCompressed: false, tags: [keyTag] },
			where: { transactionActivityDate: { gte: '2026-01-01', lte: '2026-01-31' } },
		});
	});

	it('includes its options', async () => {
		const { input } = await request({
			...days,
			filters: { acceptorId: ` ${anId}, ${anotherId} ,,` },
			options: {
				isCompressed: true,
				description: 'x'.repeat(250),
				fileName: 'january',
				tags: 'books, 2026 ,',
			},
		});
		expect(input).toMatchObject({
			paymentTransactionsReportInput: { fileName: 'january' },
			asyncReportsDetailsInput: {
				isCompressed: true,
				description: 'x'.repeat(250),
				tags: ['books', '2026', keyTag],
			},
			where: { acceptorId: { in: [anId, anotherId] } },
		});
	});
});

describe('the days', () => {
	it.each(['yesterday', 'lastMonth'] as const)(
		'"%s" are counted in the time zone of the workflow',
		async (range) => {
			for (const timezone of ['Pacific/Kiritimati', 'Etc/GMT+12', 'America/New_York']) {
				const before = presetRange(range, timezone, new Date());
				const sent = await rangeOf({ range }, { timezone });
				// Midnight may pass while the test runs.
				expect([before, presetRange(range, timezone, new Date())]).toContainEqual(sent);
			}
		},
	);

	it('yesterday differs between the two ends of the world', async () => {
		const east = await rangeOf({ range: 'yesterday' }, { timezone: 'Pacific/Kiritimati' });
		const west = await rangeOf({ range: 'yesterday' }, { timezone: 'Etc/GMT+12' });
		expect(east.gte > west.gte).toBe(true);
	});

	it.each([
		['a text', '2026-01-31T00:00:00', '2026-01-31'],
		['a JavaScript date', "={{ new Date('2026-01-31T20:00:00Z') }}", '2026-02-01'],
		['a Luxon date', "={{ DateTime.fromISO('2026-01-31T20:00:00', { zone: 'Asia/Tokyo' }) }}", '2026-01-31'],
		['a Luxon day', "={{ DateTime.fromISO('2026-01-31').toISODate() }}", '2026-01-31'],
	])('from and to may be %s', async (_, value, day) => {
		const range = await rangeOf({ range: 'custom', from: value, to: value }, { timezone: 'Asia/Tokyo' });
		expect(range).toEqual({ gte: day, lte: day });
	});

	it.each<[string, object, RegExp]>([
		[
			'that end before they begin',
			{ from: '2026-02-01', to: '2026-01-31' },
			/"From" \(2026-02-01\) is later/,
		],
		['that are missing', { from: '={{ $json.nothing }}', to: '2026-01-31' }, /is not a date/],
		['that are no days', { from: '31.01.2026', to: '31.01.2026' }, /is not a date/],
		['that are no dates at all', { from: "={{ new Date('x') }}", to: '2026-01-31' }, /is not a date/],
	])('%s are refused', async (_, given, message) => await expectRefusal({ ...days, ...given }, message));
});

describe('the columns', () => {
	const columnsOf = async (parameters: object) =>
		(await request({ ...days, ...parameters })).input?.paymentTransactionsReportInput.fields;

	it('are those for reconciliation by default', async () => {
		const columns = await columnsOf({});
		expect(columns).toContain('TRANSACTION_ID');
		expect(columns).not.toContain('CARDHOLDER_LAST_NAME');
	});

	it('may be all, and the sandbox knows every one of them', async () => {
		expect(await columnsOf({ columns: 'all' })).toEqual([...paymentTransactionColumns]);
	});

	it('may be chosen, and are followed by typed ones', async () => {
		expect(
			await columnsOf({
				columns: 'choose',
				chosenColumns: ['PAYMENT_ID'],
				options: { additionalColumns: 'acceptor_id' },
			}),
		).toEqual(['PAYMENT_ID', 'ACCEPTOR_ID']);
	});

	it('may come from expressions as a list or as text', async () => {
		const items = [{ json: { list: ['PAYMENT_ID', 'ACCEPTOR_ID'], text: 'PAYMENT_ID, ACCEPTOR_ID' } }];
		for (const form of ['list', 'text']) {
			const { input } = await request(
				{ ...days, columns: 'choose', chosenColumns: `={{ $json.${form} }}` },
				{ items },
			);
			expect(input?.paymentTransactionsReportInput.fields).toEqual(['PAYMENT_ID', 'ACCEPTOR_ID']);
			const typed = await request(
				{
					...days,
					columns: 'choose',
					chosenColumns: [],
					options: { additionalColumns: `={{ $json.${form} }}` },
				},
				{ items },
			);
			expect(typed.input?.paymentTransactionsReportInput.fields).toEqual(['PAYMENT_ID', 'ACCEPTOR_ID']);
		}
	});

	it.each<[string, object, RegExp]>([
		['none', { columns: 'choose', chosenColumns: [] }, /has no columns/],
		[
			'one with an odd name',
			{ options: { additionalColumns: 'A-B"}' } },
			/"A-B\\"}" cannot be the name of a column/,
		],
	])('are refused: %s', async (_, given, message) => await expectRefusal({ ...days, ...given }, message));

	it("are refused in Tesouro's words when Tesouro does not know them", async () => {
		const { error } = await request({ ...days, options: { additionalColumns: 'NO_SUCH_COLUMN' } });
		expect(error?.message).toMatch(/^Tesouro did not accept the request: .*NO_SUCH_COLUMN/);
	});
});

it('a description that is too long is refused before it is sent', async () => {
	await expectRefusal({ ...days, options: { description: 'x'.repeat(251) } }, /has 251 characters/);
});

it('names and a description that an expression gives as a number are sent as texts', async () => {
	const { input, error } = await request({
		...days,
		options: { description: '={{ 2026 }}', fileName: '={{ 202601 }}' },
	});
	expect(error).toBeUndefined();
	expect(input?.asyncReportsDetailsInput.description).toBe('2026');
	expect(input?.paymentTransactionsReportInput.fileName).toBe('202601');
});

it.each<[string, object, RegExp]>([
	[
		'two currencies where Tesouro takes one',
		{ kind: 'feeSummaries', filters: { fundingCurrency: 'USD, EUR' } },
		/"Funding Currency" takes one value only/,
	],
	['an ID that is none', { filters: { acceptorId: 'Example Corp' } }, /"Example Corp" under "Acceptor IDs"/],
	[
		'a funds transfer ID that is none',
		{ kind: 'fees', selectBy: 'transfers', transferIds: 'payout 7' },
		/"payout 7" under "Funds Transfer IDs"/,
	],
])(
	'%s is refused before it is sent',
	async (_, given, message) => await expectRefusal({ ...days, ...given }, message),
);

describe('a refusal by Tesouro', () => {
	it('inside its answer is reported in its own words', async () => {
		stage.sandbox.configure({ knobs: { api: 'payload-error' } });
		const { error, items } = await request(days);
		expect(error).toMatchObject({
			message: 'Tesouro did not accept the report: The report could not be created.',
			description: expect.stringMatching(/shorter range of days.* x-request-id [0-9a-f-]{36}\.$/) as string,
		});
		expect(items).toEqual([]);
	});

	it('is returned with the item when the node continues', async () => {
		stage.sandbox.configure({ knobs: { api: 'rate-limited' } });
		const { items } = await request(days, {
			items: [{ json: { kept: true } }],
			onError: 'continueRegularOutput',
		});
		expect(items[0]!.json).toEqual({
			kept: true,
			error: expect.stringMatching(
				/^Tesouro received too many requests \(status 429\)\. Try again in 1 second, .* x-request-id [0-9a-f-]{36}\.$/,
			) as string,
		});
	});

	it('of an expired token is solved by a new one', async () => {
		await request(days);
		stage.sandbox.configure({ knobs: { expireTokens: '401' } });
		expect((await request(days)).error).toBeUndefined();
	});

	it('because of the credential names the credential', async () => {
		const { tesouro } = stage.credentials;
		stage.credentials.tesouro = { ...tesouro!, baseUrl: 'http://api.example.com' };
		const { error } = await request(days);
		stage.credentials.tesouro = tesouro!;
		expect(error).toMatchObject({
			message: 'The base URL of the Tesouro credential cannot be used: it starts with http://',
			description: expect.stringContaining('https://') as string,
		});
	});
});

describe('the status of a report', () => {
	const statusOf = async (requestId: string, options: object = {}) =>
		await run('getStatus', { requestId, options });

	it('has a fresh link when it is ready', async () => {
		const report = await stage.sandbox.makeReport({ rows: 3 });
		const { items } = await statusOf(report.requestId.toUpperCase());
		expect(items[0]!.json).toMatchObject({
			provider: 'tesouro',
			status: 'ready',
			report: { id: report.requestId },
			files: [{ id: report.reportId, name: report.fileName, url: report.url, encrypted: true }],
			details: { tesouroStatus: 'READY', presenterId: report.presenterId, isCompressed: false },
		});
	});

	it.each([
		['RECEIVED', 'started', 0],
		['FILE_GENERATED', 'started', 0],
		['READY', 'ready', 1],
		['ALREADY_DOWNLOADED', 'ready', 1],
		['FAILED', 'failed', 0],
	] as const)('is read from %s as %s, with %d files', async (status, meaning, files) => {
		const report = await stage.sandbox.makeReport({ rows: 1 });
		stage.sandbox.configure({ knobs: { status } });
		const { items } = await statusOf(report.requestId);
		expect(items[0]!.json).toMatchObject({ status: meaning, details: { tesouroStatus: status } });
		expect(items[0]!.json.files).toHaveLength(files);
	});

	it.each(['A_NEW_STATUS', 'constructor'])('is not final when it is undocumented: %s', (status) => {
		expect(toReportState({ requestId: 'r', status }).status).toBe('started');
	});

	it('is looked up by the output of the request', async () => {
		const { items: requested } = await request(days);
		const { items } = await run('getStatus', {}, { items: requested });
		expect(items[0]!.json).toMatchObject({
			report: { id: (requested[0]!.json.report as { id: string }).id },
		});
	});

	it('is an error when Tesouro does not know the report', async () => {
		const { error } = await statusOf('00000000-0000-0000-0000-000000000000', { daysBack: 7 });
		expect(error).toMatchObject({
			message: 'Tesouro has no report request 00000000-0000-0000-0000-000000000000 of the last 7 days',
			description: expect.stringContaining('Days to Look Back') as string,
		});
	});

	it('is an error without an ID, and nothing is sent', async () => {
		const before = stage.sandbox.requests.length;
		const { error } = await run('getStatus', {}, { items: [{ json: {} }] });
		expect(error?.message).toBe('There is no request ID to look up');
		expect(stage.sandbox.requests).toHaveLength(before);
	});

	it('may be on a later page', async () => {
		const first = await stage.sandbox.makeReport({ rows: 1 });
		const others = [];
		for (let number = 0; number < 120; number++) others.push(await stage.sandbox.makeReport({ rows: 0 }));
		first.requestedAt = new Date(Math.min(...others.map(({ requestedAt }) => requestedAt.getTime())) - 1000);
		const before = stage.sandbox.requests.length;
		const { items } = await statusOf(first.requestId);
		expect(items[0]!.json).toMatchObject({ report: { id: first.requestId } });
		expect(stage.sandbox.requests.length - before).toBeGreaterThan(1);
	});
});
