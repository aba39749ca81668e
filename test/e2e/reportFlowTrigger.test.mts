import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxRequest } from '../../tools/sandbox/ReportFlow/sandbox.mts';
import { orderInvoices } from '../../tools/sandbox/ReportFlow/orderInvoices.mts';
import { errorOf, outputOf } from './liveWorkflow.mts';
import { inWords, leastDelay, measureLoopDelays, OWN_STALL_MS } from './loopDelay.mts';
import { refusingWebhook } from './refusingWebhook.mts';
import { credentialData, startReportFlowStage, type ReportFlowStage } from './reportFlowStage.mts';
import { reportFlowTrigger } from './reportFlowNodes.mts';
import { end } from './workflow.mts';

// What only n8n's own web server decides: whose address it sees behind a proxy, and which paths lead to the trigger.

let stage: ReportFlowStage;
const { env: measuring, during, remove } = measureLoopDelays();
const env = {
	...measuring,
	N8N_PROXY_HOPS: '1',
	N8N_METRICS: 'true',
	N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
};
beforeAll(async () => (stage = await startReportFlowStage({ env })));
afterAll(async () => {
	await stage.close();
	remove();
});

const generate = async () => await orderInvoices(stage.sandbox);

const deliver = async (to: string, request: SandboxRequest, headers: Record<string, string> = {}) =>
	(await stage.sandbox.deliver(request, { to, retry: false, headers }))[0]!.status;

describe('behind one proxy that n8n knows', () => {
	it.each([
		['203.0.113.7', 200],
		['198.51.100.1', 401],
		['203.0.113.7, 198.51.100.1', 401],
		['198.51.100.1, 203.0.113.7', 200],
	])('a sender that the proxy sees as the last of "%s" is answered with %i', async (forwarded, status) => {
		const trigger = reportFlowTrigger(['address'], {}, { addresses: '203.0.113.0/24' });
		const workflow = await stage.publish([trigger, end]);
		expect(await deliver(workflow.url, await generate(), { 'x-forwarded-for': forwarded })).toBe(status);
		expect(await workflow.executions(status === 200 ? 1 : 0)).toHaveLength(status === 200 ? 1 : 0);
	});
});

/** 600 deliveries that nobody made, twenty at a time, and meanwhile what `between` does; which statuses they got. */
async function invent(url: string, name: string, between: () => Promise<void>): Promise<number[]> {
	let next = 0;
	const statuses = new Set<number>();
	const flood = Array.from({ length: 20 }, async () => {
		while (next < 600) {
			const body = { event: 'file.completed', requestId: `${name}-${next++}`, files: [{ fileId: 'x' }] };
			const answer = await fetch(url, {
				method: 'POST',
				headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.9' },
				body: JSON.stringify(body),
			});
			statuses.add(answer.status);
		}
	});
	await between();
	await Promise.all(flood);
	return [...statuses];
}

/** The credential of the API under another address: for the trigger that is another API, with its own budget. */
async function apiAt(host: string) {
	const data = credentialData(stage.sandbox, 'new');
	const id = await stage.n8n.createCredential({
		name: host,
		type: 'reportFlowApi',
		data: { ...data, baseUrl: data.baseUrl.replace('127.0.0.1', host) },
	});
	return { reportFlowApi: { id, name: host } };
}

describe('a trigger that confirms with the API alone', () => {
	it('accepts every genuine delivery at the first attempt in a flood of invented ones, asks little, and never holds n8n up', async () => {
		const webhook = await stage.publish([await refusingWebhook(stage.n8n), end]);
		const idle = await during(async () => await sleep(2_000));
		const lines = [`Nothing to do: ${inWords(idle)}`];
		const peer = await leastDelay(idle.processor, async () => {
			const once = await during(async () =>
				expect(await invent(webhook.url, 'peer', async () => await Promise.resolve())).toEqual([403]),
			);
			lines.push(`  600, 20 at a time, n8n's own Webhook node: ${inWords(once)}`);
			return once;
		});
		const own = Math.max(idle.processor, peer.processor);
		const ours = await leastDelay(own, async (attempt) => {
			const api = await apiAt(['127.0.0.1', 'localhost', '127.0.0.1'][attempt]!);
			const workflow = await stage.publish([reportFlowTrigger(['api'], api), end]);
			const genuine = { 'x-forwarded-for': '198.51.100.7' };
			const answers: Array<number | null> = [];
			let statuses: number[] = [];
			const once = await during(async () => {
				statuses = await invent(workflow.url, `invented-${attempt}`, async () => {
					for (let count = 0; count < 8; count++)
						answers.push(await deliver(workflow.url, await generate(), genuine));
				});
			});
			lines.push(`  600, 20 at a time, ReportFlow Trigger: ${inWords(once)}`);
			expect(answers).toEqual(Array(8).fill(200));
			expect(statuses).toEqual([503]);
			expect(await workflow.executions(8)).toHaveLength(8);
			const asked = stage.sandbox.requests.filter(({ path }) => path.includes(`invented-${attempt}-`));
			expect(asked.length).toBeLessThanOrEqual(16);
			return once;
		});
		console.log(lines.join('\n'));
		expect(ours.processor - own).toBeLessThan(OWN_STALL_MS);
	});
});

describe('a trigger with the token in the path', () => {
	it('has its own path, also beside a second trigger of the same workflow or another', async () => {
		const [one, other] = [
			reportFlowTrigger(['path'], stage.tokenCredential),
			{ ...reportFlowTrigger(['path'], stage.tokenCredential), name: 'Second Trigger' },
		];
		const urlOf = ({ webhookId }: typeof one) => `${stage.n8n.url}/webhook/${webhookId}/${webhookId}`;
		const first = await stage.publish([one, end, other]);
		const third = reportFlowTrigger(['path'], stage.tokenCredential);
		const second = await stage.publish([third, end]);
		for (const trigger of [one, other, third]) {
			const made = await generate();
			expect(await deliver(`${urlOf(trigger)}/${stage.token}`, made)).toBe(200);
			expect(await deliver(`${urlOf(trigger)}/${stage.token}x`, made)).toBe(401);
			expect(await deliver(`${urlOf(trigger)}/:token`, made)).toBe(401);
			for (const wrong of ['', '/', `/x/${stage.token}`, `/%2e%2e%2f${stage.token}`]) {
				expect(await deliver(`${urlOf(trigger)}${wrong}`, made)).toBe(404);
			}
		}
		expect(await first.executions(2)).toHaveLength(2);
		expect(await second.executions(1)).toHaveLength(1);
	});

	it('answers at the Test URL, too', async () => {
		const trigger = reportFlowTrigger(['path'], stage.tokenCredential);
		const { id } = await stage.publish([trigger, end]);
		const made = await generate();
		const listening = await listen(id, trigger.name);
		expect(listening).toMatchObject({ waitingForWebhook: true });
		const { webhookId } = trigger;
		const url = `${stage.n8n.url}/webhook-test/${webhookId}/${webhookId}`;
		expect(await deliver(`${url}/${stage.token}x`, made)).toBe(401);
		// n8n stops listening after a delivery, whatever the answer.
		await listen(id, trigger.name);
		expect(await deliver(`${url}/${stage.token}`, made)).toBe(200);
		const [refused, execution] = await stage.n8n.waitForExecutions(id, 2, 30_000);
		// The refused one ended the test with the sentence of the log.
		expect(errorOf(refused)).toContain('refused with 401: its path does not end with the token');
		expect(outputOf(execution, 'NoOp')).toMatchObject([
			{ json: { data: { verification: { method: 'path-token' } } } },
		]);
	});
});

describe('a forged delivery', () => {
	it.each(['path', 'header'])('has n8n make no V8 isolate: token in the %s', async (place) => {
		const trigger = reportFlowTrigger([place], stage.tokenCredential);
		await stage.publish([trigger, end]);
		const id = trigger.webhookId;
		const url = `${stage.n8n.url}/webhook/${id}/${place === 'path' ? `${id}/guess` : 'webhook'}`;
		const made = await generate();
		const before = await isolatesAcquired();
		for (let count = 0; count < 5; count++) expect(await deliver(url, made)).toBe(401);
		expect(await isolatesAcquired()).toBe(before);
	});
});

/** How many isolates n8n's expression engine has taken from its pool since it started. */
async function isolatesAcquired(): Promise<number> {
	const answer = await fetch(`${stage.n8n.url}/metrics`);
	const count = /^n8n_expression_pool_acquired_total (\d+)$/m.exec(await answer.text())?.[1];
	if (count === undefined) throw new Error('n8n does not say how many isolates it took');
	return Number(count);
}

/** What the button "Listen for test event" does, which n8n offers to its editor only. */
async function listen(workflowId: string, trigger: string): Promise<unknown> {
	const { url, login } = stage.n8n;
	const post = async (path: string, body: object, cookie = '') =>
		await fetch(`${url}/rest/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', cookie },
			body: JSON.stringify(body),
		});
	const signedIn = await post('login', { emailOrLdapLoginId: login.email, password: login.password });
	const cookie = signedIn.headers
		.getSetCookie()
		.map((entry) => entry.split(';', 1)[0])
		.join('; ');
	const run = await post(`workflows/${workflowId}/run`, { triggerToStartFrom: { name: trigger } }, cookie);
	return ((await run.json()) as { data: unknown }).data;
}
