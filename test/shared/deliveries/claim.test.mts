import { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Socket } from 'node:net';
import type { IWebhookFunctions } from 'n8n-workflow';
import { claim } from '../../../nodes/shared/deliveries/claim';
import { endProcess } from '../../../nodes/shared/run/processMemory';

const HOUR_MS = 3_600_000;
const now = Date.parse('2026-01-01T00:00:00Z');

beforeEach(endProcess);

/** One delivery as n8n would have it: Node's own response, over a connection that goes nowhere. */
class Delivery {
	readonly connection = new PassThrough();
	readonly response = new ServerResponse(new IncomingMessage(this.connection as unknown as Socket));
	private readonly context: IWebhookFunctions;

	constructor({ node = 'trigger', workflow = 'workflow', mode = 'webhook', options = {} } = {}) {
		this.response.assignSocket(this.connection as unknown as Socket);
		this.connection.resume();
		this.context = {
			getMode: () => mode,
			getNode: () => ({ id: node }),
			getWorkflow: () => ({ id: workflow }),
			getResponseObject: () => this.response,
			getNodeParameter: (name: string, fallback: unknown) =>
				(options as Record<string, unknown>)[name.replace('options.', '')] ?? fallback,
		} as unknown as IWebhookFunctions;
	}

	async claim(eventId: string, at = now) {
		return await claim(this.context, eventId, new Date(at));
	}

	async answer(status: number) {
		const ended = new Promise((resolve) => this.response.once('finish', resolve));
		this.response.writeHead(status).end();
		await ended;
	}

	async hangUp() {
		this.response.destroy();
		await setImmediate();
	}
}

async function accept(eventId: string, at = now) {
	const delivery = new Delivery();
	const claimed = await delivery.claim(eventId, at);
	await delivery.answer(200);
	return claimed;
}

describe('a claim', () => {
	it('is granted once per event', async () => {
		expect([await accept('one'), await accept('one'), await accept('two')]).toEqual([true, false, true]);
	});

	it.each([200, 201, 204])('is kept after the answer %d', async (status) => {
		const first = new Delivery();
		await first.claim('event');
		await first.answer(status);
		expect(await new Delivery().claim('event')).toBe(false);
	});

	it.each([302, 400, 500, 503])('is given back after the answer %d', async (status) => {
		const first = new Delivery();
		await first.claim('event');
		await first.answer(status);
		expect(await new Delivery().claim('event')).toBe(true);
	});

	it('is given back when the provider hangs up before the answer', async () => {
		const first = new Delivery();
		await first.claim('event');
		await first.hangUp();
		expect(await new Delivery().claim('event')).toBe(true);
	});

	it('is not kept by a delivery whose provider had already hung up', async () => {
		const gone = new Delivery();
		await gone.hangUp();
		expect(await gone.claim('event')).toBe(true);
		expect(await new Delivery().claim('event')).toBe(true);
	});

	it('makes others wait for its outcome, and exactly one of them takes its place', async () => {
		const first = new Delivery();
		await first.claim('event');
		const decided: boolean[] = [];
		const others = [new Delivery(), new Delivery(), new Delivery()];
		const waiting = others.map(async (other) => {
			const claimed = await other.claim('event');
			decided.push(claimed);
			if (claimed) await other.answer(200);
		});
		await setImmediate();
		expect(decided).toEqual([]);
		await first.answer(500);
		await Promise.all(waiting);
		expect(decided.sort()).toEqual([false, false, true]);
	});

	it('applies to one trigger of one workflow', async () => {
		await accept('event');
		expect(await new Delivery({ node: 'other' }).claim('event')).toBe(true);
		expect(await new Delivery({ workflow: 'other' }).claim('event')).toBe(true);
	});

	it('cannot be confused by an event id that looks like a key', async () => {
		await new Delivery({ workflow: 'a', node: 'b' }).claim('c","d');
		expect(await new Delivery({ workflow: 'a', node: 'b","c' }).claim('d')).toBe(true);
	});

	it('is not used while listening for a test event', async () => {
		await accept('event');
		expect(await new Delivery({ mode: 'manual' }).claim('event')).toBe(true);
	});
});

describe('the memory is bounded', () => {
	it('in time: longer than any schedule of redeliveries, then forgotten', async () => {
		await accept('event');
		expect(await accept('event', now + 95 * HOUR_MS)).toBe(false);
		expect(await accept('event', now + 97 * HOUR_MS)).toBe(true);
	});

	it('in count: the oldest are forgotten first', async () => {
		await accept('first');
		for (let number = 0; number < 20_001; number++) await new Delivery().claim(`event ${number}`);
		expect(await accept('first')).toBe(true);
		expect(await Promise.race([new Delivery().claim('event 20000'), setImmediate('still held')])).toBe(
			'still held',
		);
	});
});

it('a flood of claims with endless ids takes little memory', async () => {
	setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc') as () => void;
	const used = () => {
		collect();
		return process.memoryUsage().heapUsed;
	};
	await accept('first');
	const before = used();
	for (let index = 0; index < 100; index++) await accept(`${index}`.padEnd(500_000, '\u00e9'));
	expect(used() - before).toBeLessThan(10_000_000);
});
