import { eventIdOf, recordKeys, topicOf } from '../../../nodes/ConnectReport/deliveries/eventId';
import { endProcess } from '../../../nodes/shared/run/processMemory';
import { ProcessedData } from '../../../tools/harness/processedData.mts';
import { N8nProcess } from '../../shared/memory/n8nProcess.mts';

const SECOND = 1_000;
const windowMs = 30 * SECOND;
const start = Date.parse('2026-01-01T00:00:00.000Z');
const options = { processing: 'atLeastOnce', notDoneAfterMinutes: 10 };

let database: ProcessedData;
let executions: number;
beforeEach(() => {
	database = new ProcessedData();
	executions = 0;
});
afterEach(() => {
	jest.useRealTimers();
});

const restarted = () => new N8nProcess(database).receives();

/** A process that did not see an earlier delivery gets the bytes. Returns the ID that it emits, if the workflow runs. */
async function takes(n8n: N8nProcess, at: number, mode = 'webhook'): Promise<string | undefined> {
	jest.useFakeTimers({ now: start + at, doNotFake: ['setImmediate', 'nextTick', 'setTimeout'] });
	endProcess();
	const id = eventIdOf('succeeded', Buffer.from('{}'), { owner: 'trigger', windowMs, now: start + at });
	const context = n8n.context(++executions, { mode, options });
	const names = recordKeys(id, windowMs);
	const items = await n8n.modules.takeEvent.takeEvent(context, [{ json: { id } }], id, names);
	return items[0]?.json.id as string | undefined;
}
const restartedAndDelivered = async (at: number) => await takes(restarted(), at);
/** Somebody, or the recovery flow, retries the execution of the delivery that came then. */
const restartedAndRetried = async (at: number) => await takes(restarted(), at, 'retry');

async function markDone(id: string | undefined, n8n = restarted()) {
	await n8n.modules.takenEvents.markEventDone(n8n.context(executions), id!, topicOf(id!));
}

// A slot of time is three seconds.
const later = [
	['in the same slot of time', 2 * SECOND],
	['in the next slot', 4 * SECOND],
	['in the last slot of the window', 26 * SECOND],
] as const;

it.each(later)('a crashed event that is delivered again %s runs again', async (_, at) => {
	expect(await restartedAndDelivered(0)).toBeDefined();
	expect(await restartedAndDelivered(at)).toBeDefined();
});

it.each(later)('an event that is done does not run again when it is delivered again %s', async (_, at) => {
	await markDone(await restartedAndDelivered(0));
	expect(await restartedAndDelivered(at)).toBeUndefined();
});

it.each(later)('what ran again %s and is done then does not run a third time', async (_, at) => {
	await restartedAndDelivered(0);
	await markDone(await restartedAndDelivered(at));
	expect(await restartedAndDelivered(1 * SECOND)).toBeUndefined();
	expect(await restartedAndDelivered(10 * SECOND)).toBeUndefined();
});

it('what runs again has the ID of the first delivery', async () => {
	const first = await restartedAndDelivered(0);
	expect(await restartedAndDelivered(8 * SECOND)).toBe(first);
});

it('an execution that is retried after a redelivery completed its event is dropped', async () => {
	await restartedAndDelivered(0);
	await markDone(await restartedAndDelivered(4 * SECOND));
	expect(await restartedAndRetried(0)).toBeUndefined();
});

it('an execution that is retried has the event, so that a redelivery after it is done is dropped', async () => {
	await restartedAndDelivered(0);
	await restartedAndDelivered(4 * SECOND);
	await markDone(await restartedAndRetried(0));
	expect(await restartedAndDelivered(12 * SECOND)).toBeUndefined();
});

it('the mark of the first execution counts also after a redelivery took the event over', async () => {
	const first = await restartedAndDelivered(0);
	await restartedAndRetried(8 * SECOND);
	await markDone(first);
	expect(await restartedAndRetried(8 * SECOND)).toBeUndefined();
});

it('the next run of the task is a new event, also after redeliveries ran', async () => {
	await restartedAndDelivered(0);
	await markDone(await restartedAndDelivered(20 * SECOND));
	expect(await restartedAndDelivered(30 * SECOND)).toBeDefined();
});

it('a redelivery between two runs belongs to the first of them, also when that is done and the second is open', async () => {
	await restartedAndDelivered(0);
	await restartedAndDelivered(8 * SECOND);
	await restartedAndDelivered(30 * SECOND);
	await markDone(await restartedAndRetried(0));
	expect(await restartedAndRetried(8 * SECOND)).toBeUndefined();
	expect(await restartedAndRetried(30 * SECOND)).toBeDefined();
});

it('what is at work in this process is not run again because it is delivered in another slot of time', async () => {
	await restartedAndDelivered(0);
	const n8n = restarted();
	expect(await takes(n8n, 0, 'retry')).toBeDefined();
	expect(await takes(n8n, 8 * SECOND)).toBeUndefined();
});

it('after a change of the window, an event that was taken under the new one is still open until it is done', async () => {
	const n8n = restarted();
	// The delivery came when the window had 30 seconds, and its execution began when it had 60.
	const take = async (id: string, mode = 'webhook') =>
		await n8n.modules.takeEvent.takeEvent(
			n8n.context(++executions, { mode, options }),
			[{ json: { id } }],
			id,
			recordKeys(id, 60 * SECOND),
		);
	const [item] = await take(`succeeded/hash/${new Date(start + 3 * SECOND).toISOString()}`);
	const redelivery = `succeeded/hash/${new Date(start + 12 * SECOND).toISOString()}`;
	expect(await take(redelivery, 'retry')).toHaveLength(1);
	await markDone(String(item!.json.id), n8n);
	expect(await take(redelivery, 'retry')).toEqual([]);
});

/** Four runs of a task, each delivered up to four times, in any order of crashes, completions and retries. */
it.each(Array.from({ length: 25 }, (_, index) => index + 1))(
	'each of four runs has its effect once (%d)',
	async (seed) => {
		let state = seed * 7919;
		const random = () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
		const deliveries: Array<{ at: number; run: number }> = [];
		for (let run = 0, at = 0; run < 4; run++, at += 30_000 + Math.floor(random() * 25_000)) {
			const more = [1, 2, 3].filter(() => random() < 0.6).map(() => at + Math.floor(random() * 27_000));
			deliveries.push(...[at, ...more].map((time) => ({ at: time, run })));
		}
		deliveries.sort((one, other) => one.at - other.at);
		const effects = [0, 0, 0, 0];
		const crashed: typeof deliveries = [];
		const goesOn = async (delivery: (typeof deliveries)[number], mode: string, crashes: number) => {
			const id = await takes(restarted(), delivery.at, mode);
			if (id === undefined) return;
			if (random() < crashes) {
				crashed.push(delivery);
				return;
			}
			effects[delivery.run]!++;
			await markDone(id);
		};
		for (const delivery of deliveries) await goesOn(delivery, 'webhook', 0.5);
		while (crashed.length > 0) await goesOn(crashed.shift()!, 'retry', 0.2);
		expect(effects).toEqual([1, 1, 1, 1]);
	},
);
