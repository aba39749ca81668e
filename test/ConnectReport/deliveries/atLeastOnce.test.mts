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
	endProcess();
});
afterEach(() => {
	jest.useRealTimers();
});

/** n8n was started again, and gets the same bytes. Returns the event's ID if its workflow runs. */
async function restartedAndDelivered(
	at: number,
	mode = 'webhook',
	lastId?: string,
): Promise<string | undefined> {
	jest.useFakeTimers({ now: start + at, doNotFake: ['setImmediate', 'nextTick', 'setTimeout'] });
	endProcess();
	const n8n = new N8nProcess(database).receives();
	const id =
		lastId ?? eventIdOf('succeeded', Buffer.from('{}'), { owner: 'trigger', windowMs, now: start + at });
	const context = n8n.context(++executions, { mode, options });
	const items = await n8n.modules.takeEvent.takeEvent(context, [{ json: {} }], id, recordKeys(id, windowMs));
	return items.length > 0 ? id : undefined;
}

async function markDone(id: string | undefined) {
	const n8n = new N8nProcess(database).receives();
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

it('an execution that is retried after a redelivery completed its event is dropped', async () => {
	const first = await restartedAndDelivered(0);
	await markDone(await restartedAndDelivered(4 * SECOND));
	expect(await restartedAndDelivered(60 * SECOND, 'retry', first)).toBeUndefined();
});

it('an execution that is retried has the event, so that a redelivery after it is done is dropped', async () => {
	const first = await restartedAndDelivered(0);
	await restartedAndDelivered(4 * SECOND);
	await markDone(await restartedAndDelivered(8 * SECOND, 'retry', first));
	expect(await restartedAndDelivered(12 * SECOND)).toBeUndefined();
});

it('the next run of the task is a new event, also after redeliveries ran', async () => {
	await restartedAndDelivered(0);
	await markDone(await restartedAndDelivered(20 * SECOND));
	expect(await restartedAndDelivered(30 * SECOND)).toBeDefined();
});
