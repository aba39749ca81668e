import { randomBytes, randomUUID } from 'node:crypto';
import { CloudEvent } from 'cloudevents';
import { readXlsx, rowsOf, type Knobs, type Report } from '../../tools/sandbox/ConnectReport/sandbox.mts';
import { startConnectReportStage, type ConnectReportStage } from './connectReportStage.mts';
import { readExample } from './connectReportExamples.mts';
import { connectReportLeaks } from './connectReportSecrets.mts';
import { connectMicrosoft } from './connectMicrosoft.mts';
import { apiData, connectReport } from './connectReportNodes.mts';
import { errorOf, outputOf, wordsOf } from './liveWorkflow.mts';
import { sha256, storedSha256 } from './storage.mts';
import { end, fileWebhook, type FlowNode } from './workflow.mts';

let stage: ConnectReportStage;
beforeAll(async () => (stage = await startConnectReportStage({ sandbox: { renderMs: 700 } })));
afterAll(async () => await stage.close());

/** Texts that people get to see; printed at the end. */
const texts: string[] = [];
afterAll(() => console.log(texts.join('\n\n')));

async function post(url: string, body: object = {}): Promise<void> {
	const headers = { 'content-type': 'application/json' };
	const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
	expect(answer.status).toBe(200);
}

it('two of five reports are tagged and go to OneDrive, one fails and is sent as a text message, and nothing else happens', async () => {
	const { sandbox, destinations, token } = stage;
	const { microsoft, twilio, proxy } = destinations;
	const { id: clientId, secret: clientSecret } = microsoft.signIn.client;
	const drive = await stage.makeCredential('microsoftOneDriveOAuth2Api', { clientId, clientSecret });
	await connectMicrosoft(stage.n8n, drive.id, microsoft.signIn);
	// Tokens end after an hour: n8n's node has to ask for another before the first upload.
	microsoft.signIn.endTokens();
	const credentials = {
		connectReportApi: await stage.makeCredential('connectReportApi', { ...apiData(sandbox), token }),
		microsoftOneDriveOAuth2Api: drive,
		twilioApi: await stage.makeCredential('twilioApi', twilio.credential),
	};
	const parentId = microsoft.addFolder('Sales');
	const tagged = await stage.publishJson(
		await readExample('connectreport-tagged-to-onedrive', credentials, { 'Save to OneDrive': { parentId } }),
	);
	const failed = await stage.publishJson(
		await readExample('connectreport-failure-by-text-message', credentials),
	);
	const tasks = [
		sandbox.addTask({ title: 'Sales by region', tags: ['sales'] }),
		sandbox.addTask({ title: 'Stock', tags: ['stock'] }),
		sandbox.addTask({ title: 'Umsatz März', tags: ['emea', 'sales'] }),
		sandbox.addTask({ title: 'Payroll', tags: [] }),
		sandbox.addTask({ title: 'Sales forecast', tags: ['sales'] }),
	];
	const reports: Array<Report | undefined> = [];
	const answers: Array<number | null> = [];
	for (const [index, task] of tasks.entries()) {
		const fails = index === 4 ? { fails: 'Data source unavailable' } : {};
		const callbackUrl = `${tagged.url}?token=${token}`;
		sandbox.configure({ preCallbackUrl: callbackUrl, postCallbackUrl: callbackUrl });
		const before = sandbox.callbacks.length;
		const report = await sandbox.run(task, fails);
		reports.push(report);
		// The sandbox has one callback URL a trigger; the second workflow gets the same callback.
		const outcome = fails.fails ? { error: `Report task failed due to ${fails.fails}` } : {};
		const callback = sandbox.callback(task, { ...(report && { report }), outcome });
		await sandbox.deliver(`${failed.url}?token=${token}`, callback);
		answers.push(...sandbox.callbacks.slice(before).map(({ status }) => status));
	}
	expect(answers).toEqual(Array.from({ length: 15 }, () => 200));

	const executions = await tagged.executions(2);
	expect(executions.map((execution) => [execution.status, errorOf(execution)])).toEqual([
		['success', undefined],
		['success', undefined],
	]);
	const wanted = [reports[0]!, reports[2]!];
	const byName = [...microsoft.uploads].sort((a, b) => a.name.localeCompare(b.name));
	expect(byName.map(({ name, folder, mimeType }) => ({ name, folder, mimeType }))).toEqual(
		wanted.map(({ title }) => ({
			name: `${title}.xlsx`,
			folder: 'Sales',
			mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
		})),
	);
	for (const [index, report] of wanted.entries()) {
		expect(byName[index]!.bytes.equals(await sandbox.file(report, 'xlsx'))).toBe(true);
		expect(readXlsx(byName[index]!.bytes)).toEqual(rowsOf(report));
	}
	expect(microsoft.signIn.tokensIssued()).toBe(2);

	const [told] = await failed.executions(1);
	expect(errorOf(told)).toBeUndefined();
	expect(twilio.messages).toEqual([
		{
			from: '+15005550006',
			to: '+15005550009',
			body: 'ConnectReport: Sales forecast failed. Report task failed due to Data source unavailable',
		},
	]);
	for (const execution of [...executions, told]) {
		const trigger = Object.keys(execution!.data!.resultData.runData)[0]!;
		const [event] = outputOf(execution, trigger)!;
		expect(new CloudEvent(event!.json as never, true).validate()).toBe(true);
	}
	// What was reached, and that nobody else was asked for.
	expect(new Set(proxy.asked.map(({ host }) => host))).toEqual(
		new Set(['login.microsoftonline.com:443', 'graph.microsoft.com:443', 'api.twilio.com:443']),
	);
	expect(stage.decoy.log).toEqual([]);
});

describe("the workflow's author learns what happened and what to do about", () => {
	let report: Report;
	beforeAll(async () => {
		stage.sandbox.configure({ preCallbackUrl: '', postCallbackUrl: '', renderMs: 0 });
		report = (await stage.sandbox.run(stage.sandbox.tasks[0]!))!;
	});
	afterEach(async () => {
		stage.sandbox.configure({ knobs: { api: 'ok', file: 'ok', render: 'completes', errors: 'message' } });
	});

	const exportNode = (api: FlowNode['credentials'], change: Record<string, unknown> = {}) =>
		connectReport('Export', api!, {
			resource: 'report',
			operation: 'export',
			from: 'id',
			reportId: report.id,
			format: 'excel',
			...change,
		});

	async function failure(what: string, node: FlowNode): Promise<string> {
		const workflow = await stage.publish([fileWebhook(), node, end]);
		await post(workflow.url);
		const [execution] = await workflow.executions(1);
		expect(execution?.status).toBe('error');
		expect(execution?.data?.resultData.error?.description).toBeTruthy();
		const text = wordsOf(execution);
		texts.push(`${what}:\n    ${text}`);
		expect(text).not.toContain(stage.sandbox.apiKey);
		return text;
	}

	const wrongKey = async () =>
		await stage.makeCredential('connectReportApi', apiData(stage.sandbox, { apiKey: randomUUID() }));

	it('a wrong key', async () => {
		const connectReportApi = await wrongKey();
		expect(await failure('Wrong key', exportNode({ connectReportApi }))).toMatch(/key/i);
	});

	it('an unknown report', async () => {
		const reportId = randomUUID();
		expect(await failure('Unknown report', exportNode(stage.api, { reportId }))).toContain(reportId);
	});

	it.each<[string, Partial<Knobs>, RegExp]>([
		['Render failed', { render: 'fails' }, /data connection "Sales" did not answer/i],
		['Render type refused', { render: 'refused' }, /xlsx|Excel/],
		['HTML login page instead of JSON', { api: 'login-page' }, /HTML|web page|sign-in|login/i],
		['Redirect to the login page', { api: 'login-redirect' }, /redirect|address|login/i],
		['HTML login page instead of the file', { file: 'login-page' }, /HTML|web page|sign-in|login/i],
		['A PDF instead of an Excel file', { file: 'wrong-kind' }, /is not in xlsx format/],
		['A file that breaks off', { file: 'cut-off' }, /./],
	])('%s', async (what, knobs, pattern) => {
		stage.sandbox.configure({ knobs });
		expect(await failure(what, exportNode(stage.api))).toMatch(pattern);
	});

	it('a render job that never finishes', async () => {
		stage.sandbox.configure({ knobs: { render: 'never' } });
		const text = await failure(
			'Render never finishes',
			exportNode(stage.api, { options: { minutesAtMost: 0.05 } }),
		);
		expect(text).toMatch(/0\.05 minutes/);
	});

	it('an untrusted certificate, and the same server with its certificate in the credential', async () => {
		const strange = await stage.addServer({ tls: 'own-authority' }, { ca: '' });
		const made = (await strange.sandbox.run(strange.sandbox.tasks[0]!))!;
		const node = (api: FlowNode['credentials']) => exportNode(api, { reportId: made.id });
		expect(await failure('Certificate not trusted', node(strange.api))).toMatch(/certificate/i);
		const trusted = await stage.makeCredential('connectReportApi', apiData(strange.sandbox));
		const workflow = await stage.publish([fileWebhook(), node({ connectReportApi: trusted }), end]);
		await post(workflow.url);
		const [execution] = await workflow.executions(1);
		expect(errorOf(execution)).toBeUndefined();
		const [item] = outputOf(execution, 'NoOp')!;
		expect(await storedSha256(stage, item!)).toBe(await sha256([await strange.sandbox.file(made, 'xlsx')]));
	});

	it('an unreachable server', async () => {
		const gone = await stage.addServer();
		await gone.sandbox.goAway();
		expect(await failure('Server away', exportNode(gone.api))).toMatch(/reach|connect/i);
	});

	it('plain HTTP that was not allowed', async () => {
		const { api } = await stage.addServer({}, { allowHttp: false });
		expect(await failure('Plain HTTP not chosen', exportNode(api))).toMatch(/HTTP/);
	});
});

it('the credential passes its test, a wrong one says why, and it serves the HTTP Request node', async () => {
	expect(await stage.n8n.testCredential(stage.api.connectReportApi.id)).toMatchObject({ status: 'OK' });
	const wrong = await stage.makeCredential(
		'connectReportApi',
		apiData(stage.sandbox, { apiKey: randomBytes(9).toString('hex') }),
	);
	const refused = await stage.n8n.testCredential(wrong.id);
	texts.push(`Test of a credential with a wrong key:\n    ${refused.message}`);
	expect(refused).toMatchObject({ status: 'Error', message: expect.stringMatching(/key/i) });
	const secured = await stage.addServer({ tls: 'self-signed' });
	for (const { sandbox, api } of [stage, secured]) {
		expect(await stage.n8n.testCredential(api.connectReportApi.id)).toMatchObject({ status: 'OK' });
		const request: FlowNode = {
			name: 'HTTP Request',
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			parameters: {
				url: `${sandbox.url}/api/v1/templates/${sandbox.templates[0]!.id}`,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: 'connectReportApi',
			},
			credentials: api,
		};
		const workflow = await stage.publish([fileWebhook(), request, end]);
		await post(workflow.url);
		const [execution] = await workflow.executions(1);
		expect(errorOf(execution)).toBeUndefined();
		expect(outputOf(execution, 'NoOp')![0]!.json).toHaveProperty('title', 'Weekly sales overview');
	}
});

it('no key or token appears in the log, the database or the data of executions', async () => {
	expect(await connectReportLeaks(stage)).toEqual([]);
});
