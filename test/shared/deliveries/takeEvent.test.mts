import type { IDataDeduplicator } from 'n8n-workflow';
import { ProcessedData } from '../../../tools/harness/processedData.mts';
import { N8nProcess } from '../memory/n8nProcess.mts';

const MINUTE_MS = 60_000;
const atLeastOnce = { options: { processing: 'atLeastOnce', notDoneAfterMinutes: 10 } };
const now = Date.parse('2026-05-01T12:00:00Z');

let database: ProcessedData;
/** n8n in regular mode. */
let n8n: N8nProcess;
beforeEach(() => {
	database = new ProcessedData();
	n8n = new N8nProcess(database).receives();
});
afterEach(() => {
	jest.useRealTimers();
});

const setTime = (ms: number) =>
	jest.useFakeTimers({ now: ms, doNotFake: ['setImmediate', 'nextTick', 'setTimeout'] });
const restarted = () => new N8nProcess(database).receives();

it('an event runs once, also after a restart', async () => {
	expect(await n8n.takes('one', 1)).toBe(true);
	expect(await n8n.takes('one', 2)).toBe(false);
	expect(await n8n.takes('two', 3)).toBe(true);
	expect(await restarted().takes('one', 4)).toBe(false);
});

it('a dropped event says which execution took it, and when', async () => {
	setTime(now);
	await n8n.takes('one', 1_234_567);
	setTime(now + 90 * MINUTE_MS);
	const context = restarted().context(1_300_000);
	await restarted().modules.takeEvent.takeEvent(context, [{ json: {} }], 'one');
	expect(context.hints).toEqual([
		expect.objectContaining({
			message:
				'Nothing was emitted: the event "one" was delivered again. Before, execution 1234567 took it at 2026-05-01T12:00Z.',
		}),
	]);
});

it('asking which execution took an event changes nothing: the answer is the same after a hundred redeliveries', async () => {
	await n8n.takes('one', 7);
	for (let number = 8; number < 108; number++) expect(await n8n.takes('one', number)).toBe(false);
	const context = n8n.context(200);
	await n8n.modules.takeEvent.takeEvent(context, [], 'one');
	expect(context.hints[0]!.message).toContain('execution 7 took it');
});

it('an execution that n8n starts again continues, also after a redelivery was dropped', async () => {
	await n8n.takes('one', 1);
	await n8n.takes('one', 2);
	expect(await restarted().takes('one', 1)).toBe(true);
	expect(await restarted().takes('one', 2)).toBe(false);
});

it('an execution is recognised also when its ID is not a number', async () => {
	expect(await n8n.takes('one', 'k3j-9')).toBe(true);
	expect(await n8n.takes('one', 'k3j-9')).toBe(true);
	expect(await n8n.takes('one', 'k3j-8')).toBe(false);
});

it('test runs drop nothing and record nothing', async () => {
	expect(await n8n.takes('one', 1, { mode: 'manual' })).toBe(true);
	expect(await n8n.takes('one', 2)).toBe(true);
	expect(await n8n.takes('one', 3, { mode: 'manual' })).toBe(true);
});

it('a retry continues, and has the event from then on', async () => {
	await n8n.takes('one', 1);
	expect(await n8n.takes('one', 2, { mode: 'retry' })).toBe(true);
	const context = n8n.context(3);
	await n8n.modules.takeEvent.takeEvent(context, [], 'one');
	expect(context.hints[0]!.message).toContain('execution 2 took it');
});

it('an event counts per trigger: another trigger of the same workflow takes it, too', async () => {
	await n8n.takes('one', 1, { nodeId: 'first' });
	expect(await n8n.takes('one', 2, { nodeId: 'second' })).toBe(true);
});

describe('at least once', () => {
	it('a retry drops an event that is done meanwhile, and continues with any other', async () => {
		await n8n.takes('one', 1, atLeastOnce);
		expect(await restarted().takes('one', 2, { ...atLeastOnce, mode: 'retry' })).toBe(true);
		await n8n.modules.takenEvents.markEventDone(n8n.context(2), 'one', 'one');
		expect(await restarted().takes('one', 3, { ...atLeastOnce, mode: 'retry' })).toBe(false);
		expect(await restarted().takes('one', 4, { mode: 'retry' })).toBe(true);
	});

	it('an event that is not done runs again after a restart, and then not until the time is up', async () => {
		setTime(now);
		await n8n.takes('one', 1, atLeastOnce);
		const second = restarted();
		setTime(now + MINUTE_MS);
		expect(await second.takes('one', 2, atLeastOnce)).toBe(true);
		expect(await second.takes('one', 3, atLeastOnce)).toBe(false);
	});

	it('while n8n keeps running, the event runs again after the set minutes, not before', async () => {
		setTime(now);
		await n8n.takes('one', 1, atLeastOnce);
		setTime(now + 9 * MINUTE_MS);
		expect(await n8n.takes('one', 2, atLeastOnce)).toBe(false);
		setTime(now + 12 * MINUTE_MS);
		expect(await n8n.takes('one', 3, atLeastOnce)).toBe(true);
		expect(await n8n.takes('one', 4, atLeastOnce)).toBe(false);
	});

	it('an event marked as done never runs again', async () => {
		setTime(now);
		await n8n.takes('one', 1, atLeastOnce);
		await n8n.modules.takenEvents.markEventDone(n8n.context(1), 'one', 'one');
		setTime(now + 1000 * MINUTE_MS);
		expect(await n8n.takes('one', 2, atLeastOnce)).toBe(false);
		expect(await restarted().takes('one', 3, atLeastOnce)).toBe(false);
		const context = n8n.context(4, atLeastOnce);
		await n8n.modules.takeEvent.takeEvent(context, [], 'one');
		expect(context.hints[0]!.message).toContain('and it is done');
	});

	it('a worker cannot know that another one crashed: it waits for the set minutes', async () => {
		setTime(now);
		const [first, second] = [new N8nProcess(database), new N8nProcess(database)];
		await first.takes('one', 1, atLeastOnce);
		expect(await second.takes('one', 2, atLeastOnce)).toBe(false);
		setTime(now + 12 * MINUTE_MS);
		expect(await second.takes('one', 3, atLeastOnce)).toBe(true);
	});

	it('an execution that waited across a minute does not run what another worker took in the meantime', async () => {
		const [slow, quick] = [new N8nProcess(database), new N8nProcess(database)];
		slow.modules.clock.clock.now = () => now + 59_990;
		quick.modules.clock.clock.now = () => now + 60_010;
		expect(await quick.takes('one', 2, atLeastOnce)).toBe(true);
		expect(await slow.takes('one', 1, atLeastOnce)).toBe(false);
		const context = slow.context(1, atLeastOnce);
		await slow.modules.takeEvent.takeEvent(context, [], 'one');
		expect(context.hints[0]!.message).toContain('execution 2 took it at 2026-05-01T12:01Z');
	});

	it('an event is overdue when the minutes are over, not when they begin', async () => {
		const afterAMinute = { options: { ...atLeastOnce.options, notDoneAfterMinutes: 1 } };
		setTime(now + 59_500);
		await new N8nProcess(database).takes('one', 1, afterAMinute);
		setTime(now + 60_500);
		expect(await new N8nProcess(database).takes('one', 2, afterAMinute)).toBe(false);
		setTime(now + 121_000);
		expect(await new N8nProcess(database).takes('one', 3, afterAMinute)).toBe(true);
	});

	it('an execution that n8n starts again after it marked its event as done ends', async () => {
		const worker = new N8nProcess(database);
		await worker.takes('one', 1, atLeastOnce);
		await worker.modules.takenEvents.markEventDone(worker.context(1), 'one', 'one');
		expect(await worker.takes('one', 1)).toBe(true);
		const context = new N8nProcess(database).context(1, atLeastOnce);
		expect(await worker.modules.takeEvent.takeEvent(context, [{ json: {} }], 'one')).toEqual([]);
		expect(context.hints[0]!.message).toContain('was started again by n8n');
	});

	it('when n8n ends while a second trigger takes the event, it is still open for the first', async () => {
		const first = { ...atLeastOnce, nodeId: 'first' };
		await n8n.takes('one', 1, first);
		const removing = database.removeProcessed.bind(database);
		const ended = new Promise<void>((resolve) => {
			database.removeProcessed = async (...removed) => {
				await removing(...removed);
				resolve();
				await new Promise(() => {});
			};
		});
		void n8n.takes('one', 2, { ...atLeastOnce, nodeId: 'second' });
		await ended;
		database.removeProcessed = removing;
		const second = restarted();
		expect(await second.takes('one', 3, { ...first, mode: 'retry' })).toBe(true);
		await second.modules.takenEvents.markEventDone(second.context(3), 'one', 'one');
		expect(await restarted().takes('one', 4, { ...first, mode: 'retry' })).toBe(false);
	});

	it('a redelivery that was dropped has not taken the event', async () => {
		await restarted().takes('one', 1, atLeastOnce);
		// It waited in the queue, and runs before the process gets its first delivery.
		const starting = new N8nProcess(database);
		expect(await starting.takes('one', 2, atLeastOnce)).toBe(false);
		starting.receives();
		expect(await starting.takes('one', 3, atLeastOnce)).toBe(true);
	});

	it.each([0, 1, 3])(
		'when n8n ends while it asks whether the event is done, the event stays open (after %d removals)',
		async (removals) => {
			await n8n.takes('one', 1, atLeastOnce);
			await endsWhileItAsks(2, removals);
			expect(await restarted().takes('one', 3, atLeastOnce)).toBe(true);
		},
	);

	it.each([0, 1, 3])(
		'an event marked as done after n8n ended while it asked about a redelivery does not run again (after %d removals)',
		async (removals) => {
			setTime(now);
			const [first, other] = [new N8nProcess(database), new N8nProcess(database)];
			await first.takes('one', 1, atLeastOnce);
			await endsWhileItAsks(2, removals);
			await first.modules.takenEvents.markEventDone(first.context(1), 'one', 'one');
			setTime(now + 12 * MINUTE_MS);
			expect(await other.takes('one', 3, atLeastOnce)).toBe(false);
			expect(await other.takes('one', 4, atLeastOnce)).toBe(false);
		},
	);

	it('an event that is done stays done when n8n ends while it reads who took it, and so do the others of its list', async () => {
		database = new ProcessedData();
		const first = new N8nProcess(database);
		const { slots, takenEvents } = first.modules;
		await first.takes('one', 1, atLeastOnce);
		await takenEvents.markEventDone(first.context(1), 'one', 'one');
		const others = Array.from({ length: 30 }, (_, number) => `other ${number}`);
		const inList = async (texts: string[]) =>
			await slots.inSlot(
				first.context(1),
				'one',
				async ({ row, textsAtMost }) => await row.record(texts, textsAtMost),
			);
		await inList(others);
		await endsWhileItAsks(2, 2);
		expect(await new N8nProcess(database).takes('one', 3, atLeastOnce)).toBe(false);
		expect([...(await inList(others))]).toEqual([]);
	});

	const named = (name: string) => ({ id: name, key: `took ${name}` });
	const eventNamed = (name: string, others: string[]) => ({
		...named(name),
		more: others.map(named),
		topic: 'topic',
	});
	const looksUp = async (name: string, others: string[], executionId: number) => {
		const { takenEvents } = n8n.modules;
		const self = { executionId: String(executionId), at: new Date(now) };
		const event = eventNamed(name, others);
		return (await takenEvents.takeFor(n8n.context(executionId), event, self, () => 'drop')).finding;
	};

	it('an event that is found under another name is done once it is marked as done under its own', async () => {
		setTime(now);
		await looksUp('one', ['two'], 1);
		const finding = { kind: 'taken', under: named('one'), by: { executionId: '1', at: new Date(now) } };
		expect(await looksUp('two', ['one'], 2)).toEqual({ ...finding, isDone: false });
		await n8n.modules.takenEvents.markEventDone(n8n.context(1), 'one', 'topic');
		expect(await looksUp('two', ['one'], 3)).toEqual({ ...finding, isDone: true });
	});

	it('an event that made room for newer ones is not done, although another name of it is known', async () => {
		await looksUp('one', ['two'], 1);
		await n8n.modules.slots.inSlot(n8n.context(1), 'topic', async ({ row }) => {
			await row.remove(['took one', 'name took one', 'open one']);
		});
		expect(await looksUp('two', ['one'], 2)).toMatchObject({ kind: 'taken', by: undefined, isDone: false });
	});

	it('an event that newer ones pushed out, and that crashed when it came again, is not lost', async () => {
		const push = async (name: string, count: (textsAtMost: number) => number) => {
			await n8n.modules.slots.inSlot(n8n.context(1), 'one', async ({ row, textsAtMost }) => {
				const texts = Array.from({ length: count(textsAtMost) }, (_, number) => `${name} ${number}`);
				await row.record(texts, textsAtMost);
			});
		};
		await n8n.takes('one', 1, atLeastOnce);
		// Now its seven texts are the oldest of a full list; then the event itself goes.
		await push('older', (textsAtMost) => textsAtMost - 7);
		await push('newer', () => 1);
		expect(await restarted().takes('one', 2, atLeastOnce)).toBe(true);
		await push('newest', () => 2);
		expect(await restarted().takes('one', 3, atLeastOnce)).toBe(true);
	});
});

/** A redelivery is looked up, and n8n is killed before it takes out again what it wrote: at once, or while it reads who took the event. */
async function endsWhileItAsks(executionId: number, removals = 0) {
	const removing = database.removeProcessed.bind(database);
	let left = removals;
	const ended = new Promise<void>((resolve) => {
		(database as IDataDeduplicator).removeProcessed = async (items, scope, context) => {
			if (left-- > 0) return await removing(items, scope, context);
			resolve();
			await new Promise(() => {});
		};
	});
	const dying = new N8nProcess(database).receives();
	void dying.takes('one', executionId, atLeastOnce);
	await ended;
	database.removeProcessed = removing;
}

describe('several processes', () => {
	it('that take the same event at the same moment: exactly one gets it, and nothing is forgotten', async () => {
		database = new ProcessedData(1);
		const workers = [new N8nProcess(database), new N8nProcess(database), new N8nProcess(database)];
		const events = Array.from({ length: 40 }, (_, number) => `event ${number}`);
		// A list that is there already: only the first text of a list is written by an INSERT, which one alone can win.
		const earlier = new N8nProcess(database).receives();
		for (const event of events) {
			await earlier.modules.slots.inSlot(
				earlier.context(0),
				event,
				async ({ row }) => await row.record(['x']),
			);
		}
		const takers = await Promise.all(
			events.map(async (event, number) => {
				const taken = await Promise.all(
					workers.map(async (worker, which) => await worker.takes(event, number * 10 + which)),
				);
				return taken.filter(Boolean).length;
			}),
		);
		expect(takers).toEqual(events.map(() => 1));
		const again = await Promise.all(events.map(async (event) => await workers[0]!.takes(event, 9_999)));
		expect(again).toEqual(events.map(() => false));
	});
});

describe('the table of n8n', () => {
	it("keeps the values of the user's Remove Duplicates nodes", async () => {
		const user = n8n.context(1).helpers;
		const options = { mode: 'entries' as const, maxEntries: 10 };
		for (const scope of ['workflow', 'node'] as const) {
			await user.checkProcessedAndRecord(['a', 'b'], scope, options);
		}
		for (let number = 0; number < 50; number++) await n8n.takes(`event ${number}`, number);
		const other = new N8nProcess(database);
		for (let number = 0; number < 50; number++) await other.takes(`event ${number}`, 100);
		for (const scope of ['workflow', 'node'] as const) {
			expect(await user.getProcessedDataCount(scope, options)).toBe(2);
			expect((await user.checkProcessedAndRecord(['a', 'b'], scope, options)).new).toEqual([]);
		}
	});

	it('keeps the last 10,000 events, and no list grows beyond 512 texts', async () => {
		let longest = 0;
		const recording = database.checkProcessedAndRecord.bind(database);
		database.checkProcessedAndRecord = async (items, scope, context, options) => {
			const result = await recording(items, scope, context, options);
			if (items.length < 50)
				longest = Math.max(longest, await database.getProcessedDataCount(scope, context));
			return result;
		};
		for (let number = 0; number < 10_500; number++) await n8n.takes(`event ${number}`, number);
		expect(longest).toBeLessThanOrEqual(512);
		for (let number = 500; number < 10_500; number += 100) {
			expect(await n8n.takes(`event ${number}`, 20_000 + number)).toBe(false);
		}
	}, 120_000);

	it('is replaced by one list of the node, and the log says so, in an n8n that freezes the node', async () => {
		const take = async (executionId: number) => {
			const context = n8n.context(executionId);
			Object.freeze(context.getExecuteData().node);
			return (await n8n.modules.takeEvent.takeEvent(context, [{ json: {} }], 'one')).length;
		};
		expect([await take(1), await take(2)]).toEqual([1, 0]);
		expect(n8n.warnings).toEqual([expect.stringContaining('keeps all events of a node in one list')]);
	});

	it('is replaced by one list of the node, and the log says so, in an n8n without rows for us', async () => {
		const plain: IDataDeduplicator = new Proxy(database, {
			get:
				(target, name: keyof IDataDeduplicator) =>
				async (...args: unknown[]) => {
					const last = args.findIndex((arg) => typeof arg === 'object' && arg !== null && 'workflow' in arg);
					args[last] = { workflow: { id: 'workflow' }, node: { id: 'trigger' } };
					return await (target[name] as (...all: unknown[]) => unknown).call(target, ...args);
				},
		});
		const old = new N8nProcess(plain);
		expect(await old.takes('one', 1)).toBe(true);
		expect(await old.takes('one', 2)).toBe(false);
		expect(await new N8nProcess(plain).takes('one', 3)).toBe(false);
		expect(old.warnings).toEqual([expect.stringContaining('keeps all events of a node in one list')]);
	});
});
