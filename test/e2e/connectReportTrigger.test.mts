import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Execution } from '../../tools/host/n8nApi.mts';
import type { ConnectReportSandbox, ReportTask } from '../../tools/sandbox/ConnectReport/sandbox.mts';
import {
	startConnectReportStage,
	type ConnectReportStage,
	type PublishedFlow,
} from './connectReportStage.mts';
import { connectReportLeaks } from './connectReportSecrets.mts';
import { apiData, connectReportTrigger } from './connectReportNodes.mts';
import { outputOf, wordsOf } from './liveWorkflow.mts';
import { inWords, leastDelay, measureLoopDelays, OWN_STALL_MS } from './loopDelay.mts';
import { refusingWebhook } from './refusingWebhook.mts';
import { end } from './workflow.mts';

// A recurring task has the same two IDs and the same words on each run, so only time tells a run from a redelivery.

let stage: ConnectReportStage;
const { env, during, remove } = measureLoopDelays();
/** What takes minutes; it goes on while the other tests run. */
let monthly: Promise<Recurring>;
let everyMinute: Promise<Recurring>;

interface Recurring {
	runs: number;
	answers: Array<number | null>;
	executions: Execution[];
}

beforeAll(async () => {
	stage = await startConnectReportStage({ env });
	monthly = runOften(50, { windowSeconds: 2, gapMs: 150, everyMs: 3300 });
	everyMinute = runOften(3, { gapMs: 300, everyMs: 60_000 });
	// Whoever awaits them sees what went wrong; until then nobody has to.
	for (const running of [monthly, everyMinute]) running.catch(() => undefined);
});
/** Texts that people get to see; printed at the end. */
const texts: string[] = [];
afterAll(() => console.log(texts.join('\n\n')));
afterAll(async () => {
	await Promise.allSettled([monthly, everyMinute]);
	await stage.close();
	remove();
});

const withToken = (parameters: Record<string, unknown> = {}) =>
	connectReportTrigger(['query'], stage.tokenCredential, parameters);

const eventsOf = (executions: Execution[]) =>
	executions.flatMap((execution) => outputOf(execution, 'NoOp') ?? []).map(({ json }) => json);

/** Runs one task over and over, each callback sent three times within a second. */
async function runOften(
	runs: number,
	{ windowSeconds, gapMs, everyMs }: { windowSeconds?: number; gapMs: number; everyMs: number },
): Promise<Recurring> {
	const options = windowSeconds === undefined ? {} : { redeliverySeconds: windowSeconds };
	const workflow = await stage.publish([withToken({ options }), end]);
	const task = stage.sandbox.addTask({ title: `Recurring ${everyMs}` });
	const callback = stage.sandbox.callback(task, { outcome: {} });
	const answers: Array<number | null> = [];
	// Until a process has run for a window, a redelivery gets an execution of its own, which emits nothing.
	await processRunsFor((windowSeconds ?? 30) * 1_000);
	const began = Date.now();
	for (let run = 0; run < runs; run++) {
		await sleep(began + run * everyMs - Date.now());
		const sent = await stage.sandbox.deliver(`${workflow.url}?token=${stage.token}`, callback, {
			times: 3,
			gapMs,
		});
		answers.push(...sent.map(({ status }) => status));
	}
	return { runs, answers, executions: await workflow.executions(runs) };
}

/** Since its first execution, from which on it knows that it is the only one. */
async function processRunsFor(ms: number): Promise<void> {
	const workflow = await stage.publish([withToken({}), end]);
	const callback = stage.sandbox.callback(stage.sandbox.addTask({ title: 'Earlier' }), { outcome: {} });
	await stage.sandbox.deliver(`${workflow.url}?token=${stage.token}`, callback);
	await workflow.executions(1);
	await sleep(ms);
}

function expectOneEventARun({ runs, answers, executions }: Recurring): void {
	expect(answers).toEqual(Array.from({ length: runs * 3 }, () => 200));
	expect(executions.map(({ status }) => status)).toEqual(Array.from({ length: runs }, () => 'success'));
	const ids = eventsOf(executions).map(({ id }) => id);
	expect(ids).toHaveLength(runs);
	expect(new Set(ids).size).toBe(runs);
}

describe('while the API cannot be asked', () => {
	let server: Awaited<ReturnType<ConnectReportStage['addServer']>>;
	let workflow: PublishedFlow;
	let task: ReportTask;
	const deliver = async (sandbox: ConnectReportSandbox, options = {}) => {
		const callback = sandbox.callback(task, { outcome: {} });
		return (await sandbox.deliver(workflow.url, callback, options)).map(({ status, milliseconds }) => ({
			status,
			isQuick: milliseconds < 5000,
		}));
	};

	beforeEach(async () => {
		server = await stage.addServer();
		task = server.sandbox.addTask({ title: 'Sales', tags: ['sales'] });
		workflow = await stage.publish([connectReportTrigger(['api'], server.api), end]);
		await server.sandbox.run(task);
	});

	it('a delivery waits in its own execution, and is one event when the API is back', async () => {
		await server.sandbox.goAway();
		const delivering = deliver(server.sandbox, { times: 2, gapMs: 200 });
		expect(await delivering).toEqual([
			{ status: 200, isQuick: true },
			{ status: 200, isQuick: true },
		]);
		await server.sandbox.comeBack();
		const executions = await workflow.executions(1, 60_000);
		expect(eventsOf(executions)).toHaveLength(1);
	});

	it('an invented delivery is not an event when the API is back', async () => {
		await server.sandbox.goAway();
		const forged = server.sandbox.callback(
			{ ...task, id: randomUUID(), otherId: randomUUID() },
			{ outcome: {} },
		);
		await server.sandbox.deliver(workflow.url, forged);
		await server.sandbox.comeBack();
		expect(eventsOf(await workflow.executions(1))).toEqual([]);
	});

	it('an execution fails with a reason if the API is not back in time, and can be retried: one event', async () => {
		await server.sandbox.goAway();
		await deliver(server.sandbox);
		const [failed] = await workflow.executions(1, 120_000);
		expect(failed?.status).toBe('error');
		texts.push(`API away for longer than the trigger waits:\n    ${wordsOf(failed)}`);
		await server.sandbox.comeBack();
		await stage.n8n.retryExecution(failed!.id);
		const executions = await workflow.executions(2);
		expect(eventsOf(executions)).toHaveLength(1);
	});
});

describe('confirmed with the API', () => {
	it.each([
		['with the right key', {}, 200, 1],
		['through TLS with the certificate in the credential', { tls: 'self-signed' as const }, 200, 1],
	])('%s', async (_, options, status, events) => {
		const { sandbox, api } = await stage.addServer(options);
		const workflow = await stage.publish([connectReportTrigger(['api'], api), end]);
		const [task] = sandbox.tasks;
		const report = (await sandbox.run(task!))!;
		const callback = sandbox.callback(task!, { report, outcome: {} });
		expect(await sandbox.deliver(workflow.url, callback)).toMatchObject([{ status }]);
		expect(eventsOf(await workflow.executions(events))).toHaveLength(events);
	});

	it('a rotated key loses nothing: a retry is the event once the credential has the new key', async () => {
		const { sandbox, api } = await stage.addServer();
		const workflow = await stage.publish([connectReportTrigger(['api'], api), end]);
		const [task] = sandbox.tasks;
		await sandbox.run(task!);
		const apiKey = randomUUID();
		stage.keys.add(apiKey);
		sandbox.configure({ apiKey });
		const [sent] = await sandbox.deliver(workflow.url, sandbox.callback(task!, { outcome: {} }));
		expect(sent).toMatchObject({ status: 200 });
		const [failed] = await workflow.executions(1, 120_000);
		expect(failed?.status).toBe('error');
		texts.push(`API key rotated:\n    ${wordsOf(failed)}`);
		const { id, name } = api.connectReportApi;
		await stage.n8n.updateCredential(id, { name, type: 'connectReportApi', data: apiData(sandbox) });
		await stage.n8n.retryExecution(failed!.id);
		expect(eventsOf(await workflow.executions(2))).toHaveLength(1);
	});

	it('the trigger is not activated with plain HTTP that was not allowed', async () => {
		const { sandbox, api } = await stage.addServer({}, { allowHttp: false });
		const publishing = stage.publish([connectReportTrigger(['api'], api), end]);
		await expect(publishing).rejects.toThrow(/could not be published: .* starts with http:\/\//);
		await publishing.catch(({ message }: Error) => texts.push(`Plain HTTP not chosen:\n    ${message}`));
		expect(sandbox.requests).toEqual([]);
	});

	it('an untrusted certificate fails the execution with a reason, and there is no event', async () => {
		const { sandbox, api } = await stage.addServer({ tls: 'self-signed' }, { ca: '' });
		const workflow = await stage.publish([connectReportTrigger(['api'], api), end]);
		const [task] = sandbox.tasks;
		await sandbox.run(task!);
		await sandbox.deliver(workflow.url, sandbox.callback(task!, { outcome: {} }));
		const [failed] = await workflow.executions(1, 120_000);
		expect(failed?.status).toBe('error');
		expect(wordsOf(failed)).toMatch(/certificate/);
		texts.push(`Certificate not trusted:\n    ${wordsOf(failed)}`);
		// Not even a request, which would bear the key.
		expect(sandbox.requests).toEqual([]);
	});
});

it('the trigger refuses a wrong or missing token, and accepts the right one', async () => {
	const workflow = await stage.publish([withToken(), end]);
	const callback = stage.sandbox.callback(stage.sandbox.tasks[0]!, { outcome: {} });
	const deliver = async (query: string) =>
		(await stage.sandbox.deliver(workflow.url + query, callback))[0]!.status;
	expect(await deliver('')).toBe(401);
	expect(await deliver('?token=')).toBe(401);
	expect(await deliver(`?token=${stage.token}x`)).toBe(401);
	expect(await deliver(`?token=${stage.token}&token=${stage.token}x`)).toBe(401);
	expect(await workflow.executions(0)).toEqual([]);
	expect(await deliver(`?token=${stage.token}`)).toBe(200);
	expect(eventsOf(await workflow.executions(1))).toHaveLength(1);
});

it('a task that runs fifty times, each callback sent three times within a second, gives fifty events', async () => {
	expectOneEventARun(await monthly);
});

it('a task that runs every minute, each callback sent three times, gives one event per run with the default settings', async () => {
	expectOneEventARun(await everyMinute);
});

it('a redelivery after a restart of n8n, within the window, is not a second event', async () => {
	const workflow = await stage.publish([withToken({ options: { redeliverySeconds: 120 } }), end]);
	const callback = stage.sandbox.callback(stage.sandbox.tasks[0]!, { outcome: {} });
	const deliver = async () =>
		(await stage.sandbox.deliver(`${workflow.url}?token=${stage.token}`, callback))[0]!.status;
	expect(await deliver()).toBe(200);
	await workflow.executions(1);
	await stage.n8n.restart();
	expect(await deliver()).toBe(200);
	expect(eventsOf(await workflow.executions(2))).toHaveLength(1);
});

it('no key or token appears in the log, the database or the data of executions', async () => {
	expect(await connectReportLeaks(stage)).toEqual([]);
});

/** Two hundred deliveries that nobody made, all at once; which statuses they got. */
async function invent(url: string): Promise<Set<number>> {
	const task = stage.sandbox.addTask({ title: 'In a flood' });
	const callback = stage.sandbox.callback(task, { outcome: { error: 'invented' } });
	const answers = Array.from({ length: 200 }, async (_, index) => {
		const invented = { id: `invented-${index}`, reportTaskId: `invented-task-${index}` };
		const answer = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ ...callback, reportTask: { ...callback.reportTask, ...invented } }),
		});
		return answer.status;
	});
	return new Set(await Promise.all(answers));
}

it('two hundred invented deliveries at once come to nothing if the API alone confirms, and cost little', async () => {
	// A run whose callbacks a flood delays looks like a redelivery of the one before.
	await Promise.allSettled([monthly, everyMinute]);
	const webhook = await stage.publish([await refusingWebhook(stage.n8n), end]);
	const idle = await during(async () => await sleep(2_000));
	const lines = [`Nothing to do: ${inWords(idle)}`];
	const peer = await leastDelay(idle.processor, async () => {
		const once = await during(async () => expect([...(await invent(webhook.url))]).toEqual([403]));
		lines.push(`  200 at once, n8n's own Webhook node: ${inWords(once)}`);
		return once;
	});
	const own = Math.max(idle.processor, peer.processor);
	const ours = await leastDelay(own, async () => {
		// Each server has its own budget.
		const { sandbox, api } = await stage.addServer();
		const workflow = await stage.publish([connectReportTrigger(['api'], api), end]);
		let statuses = new Set<number>();
		const once = await during(async () => (statuses = await invent(workflow.url)));
		lines.push(`  200 at once, ConnectReport Trigger: ${inWords(once)}`);
		// 200 if the API did not answer in time: then up to three undecided ones of an address are kept, and come to nothing.
		expect([...statuses].filter((status) => ![200, 401, 503].includes(status))).toEqual([]);
		expect(sandbox.requests.length).toBeLessThanOrEqual(60);
		const executions = await workflow.executions(0);
		expect(executions.length).toBeLessThanOrEqual(3);
		expect(eventsOf(executions)).toEqual([]);
		return once;
	});
	console.log(lines.join('\n'));
	// Most of one turn is n8n's own work for what came at once. Beside another test it takes twice as long as alone.
	expect(ours.processor - own).toBeLessThan(2 * OWN_STALL_MS);
});
