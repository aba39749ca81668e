import type { INodeProperties } from 'n8n-workflow';
import { eventIdOf, recordKeys } from '../../../nodes/ConnectReport/deliveries/eventId';
import { triggerFields } from '../../../nodes/ConnectReport/deliveries/triggerFields';
import { connectReport } from '../../../nodes/ConnectReport/facts';
import type { ActiveWorkflow } from '../../../tools/harness/harness.mts';
import type { Callback } from '../../../tools/sandbox/ConnectReport/sandbox.mts';
import { ProcessedData } from '../../../tools/harness/processedData.mts';
import { N8nProcess } from '../../shared/memory/n8nProcess.mts';
import { eventsOf, startTriggerStage, type TriggerStage } from './triggerStage.mts';
import { noteThatItExecutes, noteThatItReceives } from '../../../nodes/shared/memory/thisProcess';
import { endProcess } from '../../../nodes/shared/run/processMemory';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const MONTH = 30 * 24 * 60 * MINUTE;
const start = Date.parse('2026-01-01T00:00:00.000Z');

/** n8n's regular mode: one process receives and executes. */
function startProcess() {
	endProcess();
	noteThatItReceives();
	noteThatItExecutes();
}

describe('the event id', () => {
	/** n8n in regular mode, for some minutes. */
	beforeEach(() => {
		startProcess();
		idAt(-5 * MINUTE, { body: Buffer.from('another') });
	});
	const body = Buffer.from('{"trigger":"postReportTask"}');
	const idAt = (at: number, more: Partial<{ owner: string; windowMs: number; body: Buffer }> = {}) =>
		eventIdOf('succeeded', more.body ?? body, {
			owner: 'trigger',
			windowMs: 30 * SECOND,
			now: start + at,
			...more,
		});

	it('is the same within the window of the first delivery, and differs from its end on', () => {
		const first = idAt(0);
		expect([1, 10 * SECOND, 29_999].map((at) => idAt(at) === first)).toEqual([true, true, true]);
		const next = idAt(30 * SECOND);
		expect(next).not.toBe(first);
		expect(idAt(59_999)).toBe(next);
	});

	it('is not that of a redelivery for the next run in queue mode, also after somebody tests a workflow there', async () => {
		jest.resetModules();
		const load = async () => ({
			...(await import('../../../nodes/ConnectReport/deliveries/eventId')),
			...(await import('../../../nodes/shared/memory/thisProcess')),
			...(await import('../../../nodes/shared/deliveries/takenEvents')),
		});
		const main = await load();
		main.noteThatItReceives();
		const anHourLater = Date.now() + 60 * MINUTE;
		const inMain = (at: number) =>
			main.eventIdOf('succeeded', body, { owner: 'trigger', windowMs: 30 * SECOND, now: anHourLater + at });
		inMain(-MINUTE);
		const test = new N8nProcess(new ProcessedData()).context(1, { mode: 'manual' });
		await main.markEventDone(test, 'one', 'one');
		const redelivery = inMain(20 * SECOND);
		expect(inMain(40 * SECOND)).not.toBe(redelivery);
	});

	it('does not last longer because of redeliveries: the window is that of the first', () => {
		const first = idAt(0);
		expect(idAt(25 * SECOND)).toBe(first);
		expect(idAt(50 * SECOND)).not.toBe(first);
	});

	it('is the same when the clock was set back a little, and differs when it was set back further', () => {
		const first = idAt(0);
		expect(idAt(-5 * SECOND)).toBe(first);
		expect(idAt(-MINUTE)).not.toBe(first);
	});

	it('differs with a byte of the content, and with the trigger', () => {
		const ids = [
			idAt(0),
			idAt(0, { body: Buffer.concat([body, Buffer.from(' ')]) }),
			idAt(0, { owner: 'other' }),
		];
		expect(ids[1]).not.toBe(ids[0]);
		// Two triggers may call their events the same; what is known of one says nothing of the other.
		expect(idAt(20 * SECOND, { owner: 'another' })).not.toBe(ids[0]);
	});

	it('differs for each delivery when there is no window', () => {
		expect(new Set([0, 0, 1].map((at) => idAt(at, { windowMs: 0 }))).size).toBe(3);
	});

	it('is remembered for 10,000 contents; then the oldest is forgotten, which may run twice but does not fill the memory', () => {
		const first = idAt(0);
		for (let number = 0; number < 10_000; number++) idAt(0, { body: Buffer.from(String(number)) });
		expect(idAt(3 * SECOND)).not.toBe(first);
	});

	it('is also the same in another process, if that one got the bytes in the same slot of time', () => {
		const first = idAt(0);
		startProcess();
		expect(idAt(2_999)).toBe(first);
		startProcess();
		expect(idAt(3 * SECOND)).not.toBe(first);
	});

	it('is not that of a redelivery for the next run, if the process may have missed the first delivery', () => {
		startProcess();
		const redeliveries = [idAt(20 * SECOND), idAt(28 * SECOND)];
		const next = idAt(40 * SECOND);
		expect(redeliveries).not.toContain(next);
		expect(idAt(60 * SECOND)).not.toBe(next);
		const known = idAt(95 * SECOND);
		expect(idAt(120 * SECOND)).toBe(known);
		expect(idAt(125 * SECOND)).not.toBe(known);
	});
});

it('the panel shows the same window as the code uses', () => {
	const options = triggerFields.find(({ name }) => name === 'options')!.options as INodeProperties[];
	const field = options.find(({ name }) => name === 'redeliverySeconds');
	expect(field!.default).toBe(connectReport.callbacks.redeliverySeconds);
});

describe('what is recorded in the database', () => {
	const isRecordedBy = (firstAt: number, laterAt: number, windowMs = 30 * SECOND) => {
		const keysAt = (at: number) =>
			recordKeys(`succeeded/hash/${new Date(start + at).toISOString()}`, windowMs);
		const { key, more } = keysAt(firstAt);
		return [key, ...more.map((other) => other.key)].includes(keysAt(laterAt).key);
	};

	it('never matches what comes a window later or more, wherever the slots begin', () => {
		for (let firstAt = 0; firstAt < 31 * SECOND; firstAt += 37) {
			for (const distance of [30 * SECOND, 30 * SECOND + 1, 31 * SECOND, 45 * SECOND, MINUTE]) {
				expect([firstAt, distance, isRecordedBy(firstAt, firstAt + distance)]).toEqual([
					firstAt,
					distance,
					false,
				]);
				expect([firstAt, -distance, isRecordedBy(firstAt, firstAt - distance)]).toEqual([
					firstAt,
					-distance,
					false,
				]);
			}
		}
	});

	it('matches what comes within nine tenths of the window, before or after, wherever the slots begin', () => {
		for (let firstAt = 0; firstAt < 31 * SECOND; firstAt += 37) {
			for (const distance of [0, 1, 999, 1_000, 15 * SECOND, 26_999]) {
				expect([firstAt, distance, isRecordedBy(firstAt, firstAt + distance)]).toEqual([
					firstAt,
					distance,
					true,
				]);
				expect([firstAt, -distance, isRecordedBy(firstAt, firstAt - distance)]).toEqual([
					firstAt,
					-distance,
					true,
				]);
			}
		}
	});

	it('is the event id alone when there is no window', () => {
		expect(recordKeys('succeeded/hash/2026-01-01T00:00:00.000Z', 0).more).toEqual([]);
		expect(recordKeys('succeeded/hash/8a6e0804-2bd0-4672-b79d-d97027f9071a', 30_000)).toEqual({
			id: 'succeeded/hash/8a6e0804-2bd0-4672-b79d-d97027f9071a',
			key: 'succeeded/hash/8a6e0804-2bd0-4672-b79d-d97027f9071a',
			more: [],
			topic: 'succeeded/hash',
		});
	});
});

describe('in n8n', () => {
	let stage: TriggerStage;
	beforeEach(async () => {
		// Time is set, everything else goes on by itself.
		const doNotFake = [
			'hrtime',
			'nextTick',
			'performance',
			'queueMicrotask',
			'setImmediate',
			'clearImmediate',
		] as const;
		const timers = ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const;
		jest.useFakeTimers({ now: start, doNotFake: [...doNotFake, ...timers] });
		stage = await startTriggerStage();
	});
	afterEach(async () => {
		jest.useRealTimers();
		await stage.close();
	});

	const success = (): Callback => stage.sandbox.callback(stage.sandbox.tasks[0]!, { outcome: {} });
	const deliverAt = async (workflow: ActiveWorkflow, at: number, body: unknown) => {
		jest.setSystemTime(start + at);
		expect((await workflow.deliver(body)).status).toBe(200);
	};

	it.each([
		['a month', MONTH],
		['a minute', MINUTE],
	])(
		'a task that runs 50 times, every %s, with identical IDs and each callback three times, gives 50 events',
		async (_, every) => {
			const workflow = await stage.activate();
			const body = success();
			for (let run = 0; run < 50; run++) {
				jest.setSystemTime(start + run * every);
				await Promise.all([0, 1, 2].map(async () => await workflow.deliver(body)));
				await deliverAt(workflow, run * every + SECOND, body);
			}
			const executions = await workflow.settled();
			expect(executions).toHaveLength(50);
			const events = eventsOf(executions);
			expect(events).toHaveLength(50);
			expect(new Set(events.map(({ id }) => id)).size).toBe(50);
		},
	);

	it('the database tells the runs apart when n8n restarts between the deliveries', async () => {
		const workflow = await stage.activate();
		const body = success();
		for (let run = 0; run < 50; run++) {
			for (const later of [0, 400, SECOND]) {
				endProcess();
				await deliverAt(workflow, run * MINUTE + later, body);
				await workflow.settled();
			}
		}
		const executions = await workflow.settled();
		expect(executions).toHaveLength(150);
		expect(executions.map(({ status }) => status)).toEqual(Array(150).fill('success'));
		expect(eventsOf(executions)).toHaveLength(50);
	});

	it('the start, the success and the failure of one run are three events', async () => {
		const workflow = await stage.activate();
		const task = stage.sandbox.tasks[0]!;
		await workflow.deliver(stage.sandbox.callback(task));
		await workflow.deliver(success());
		await workflow.deliver(stage.sandbox.callback(task, { outcome: { error: 'x' } }));
		expect(eventsOf(await workflow.settled())).toHaveLength(3);
	});

	it('a delivery that n8n failed to accept is accepted when it comes again, as the same event', async () => {
		const workflow = await stage.activate();
		workflow.failNextStore = true;
		expect((await workflow.deliver(success())).status).toBe(500);
		await deliverAt(workflow, 10 * SECOND, success());
		const [event, ...others] = eventsOf(await workflow.settled());
		expect(others).toEqual([]);
		expect(event!.id).toContain(new Date(start).toISOString());
	});

	it('a redelivery after a restart is dropped by the database, and an execution that n8n starts again continues', async () => {
		const workflow = await stage.activate();
		await workflow.deliver(success());
		await workflow.settled();
		await stage.harness.restart();
		endProcess();
		await deliverAt(workflow, 20 * SECOND, success());
		const [first, second] = await workflow.settled();
		expect([first!, second!].map((execution) => execution.nodeOutput('Trigger').length)).toEqual([1, 0]);
		expect((await workflow.rerun(first!.id)).nodeOutput('Trigger')).toHaveLength(1);
		expect((await workflow.rerun(second!.id)).nodeOutput('Trigger')).toHaveLength(0);
	});

	it.each([
		['each time', [0, 20 * SECOND, 40 * SECOND]],
		['before it', [20 * SECOND]],
	])(
		'a redelivery that the database dropped does not extend the window: n8n restarts %s',
		async (_, restarts) => {
			const workflow = await stage.activate();
			for (const at of [0, 20 * SECOND, 40 * SECOND]) {
				if (restarts.includes(at)) endProcess();
				await deliverAt(workflow, at, success());
				await workflow.settled();
			}
			expect((await workflow.settled()).map((execution) => execution.nodeOutput('Trigger').length)).toEqual([
				1, 0, 1,
			]);
		},
	);

	it('two processes with separate memories emit each run once, in whatever order their executions come', async () => {
		const first = await stage.activate();
		const body = success();
		const counts: number[] = [];
		for (let run = 0; run < 10; run++) {
			// Just before and just behind the bound of a slot; the later delivery is decided first in each second run.
			const [one, other] = run % 2 === 0 ? [-1, 1] : [1, -1];
			for (const offset of [one, other]) {
				endProcess();
				await deliverAt(first, run * MINUTE + 3 * SECOND + offset, body);
				await first.settled();
			}
			counts.push(eventsOf(await first.settled()).length);
		}
		expect(counts).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
	});

	it('the user chooses the window, and 0 switches it off', async () => {
		const count = async (redeliverySeconds: number, at: number) => {
			const workflow = await stage.activate(
				{ options: { redeliverySeconds } },
				{ webhookId: `${redeliverySeconds}-${at}` },
			);
			await deliverAt(workflow, 0, success());
			await deliverAt(workflow, at, success());
			return eventsOf(await workflow.settled()).length;
		};
		expect([
			await count(5, 4_999),
			await count(5, 5_000),
			await count(0, 0),
			await count(90, 89_000),
		]).toEqual([1, 2, 2, 1]);
	});

	it('listening for a test event shows every delivery, and the live trigger remembers none of them', async () => {
		const workflow = await stage.activate();
		for (let time = 0; time < 2; time++) {
			const { url } = await workflow.listen();
			const answer = await fetch(url, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(success()),
			});
			expect(answer.status).toBe(200);
		}
		await workflow.deliver(success());
		expect(eventsOf(await workflow.settled())).toHaveLength(3);
	});
});
