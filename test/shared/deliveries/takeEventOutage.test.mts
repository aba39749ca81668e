import { clock } from '../../../nodes/shared/run/clock';
import { ProcessedData } from '../../../tools/harness/processedData.mts';
import { useFastClock } from '../../fastClock.mts';
import { N8nProcess } from '../memory/n8nProcess.mts';

const atLeastOnce = { options: { processing: 'atLeastOnce', notDoneAfterMinutes: 10 } };
useFastClock();

type Access = 'checkProcessedAndRecord' | 'removeProcessed';

/** A database that goes away before one of the calls of this kind, and stays away for some calls. */
class AwayForAWhile extends ProcessedData {
	private away: { access: Access; callsUntil: number; callsFor: number } | undefined;

	goesAway(access: Access, callsUntil: number, callsFor: number) {
		this.away = { access, callsUntil, callsFor };
	}

	override async checkProcessedAndRecord(...args: Parameters<ProcessedData['checkProcessedAndRecord']>) {
		this.touch('checkProcessedAndRecord');
		return await super.checkProcessedAndRecord(...args);
	}

	override async removeProcessed(...args: Parameters<ProcessedData['removeProcessed']>) {
		this.touch('removeProcessed');
		return await super.removeProcessed(...args);
	}

	private touch(access: Access) {
		const { away } = this;
		if (away === undefined) return;
		if (away.access === access) away.callsUntil--;
		if (away.callsUntil >= 0) return;
		if (away.callsFor-- <= 0) this.away = undefined;
		else throw new Error('timeout exceeded when trying to connect');
	}
}

/** In queue mode: another worker takes a delivery of an event whose first execution is at work. */
async function askDuring(access: Access, callsUntil: number, callsFor: number) {
	const database = new AwayForAWhile();
	expect(await new N8nProcess(database).takes('one', 1, atLeastOnce)).toBe(true);
	const other = new N8nProcess(database);
	expect(await other.takes('warm up', 2, atLeastOnce)).toBe(true);
	database.goesAway(access, callsUntil, callsFor);
	const runs = await other.takes('one', 3, atLeastOnce);
	const third = new N8nProcess(database);
	const context = third.context(4, atLeastOnce);
	await third.modules.takeEvent.takeEvent(context, [], 'one');
	return { runs, hint: context.hints[0]?.message };
}

describe('a database that goes away while a worker asks who took an event', () => {
	it.each<[string, Access, number, number]>([
		['after it has asked, for one try', 'removeProcessed', 0, 1],
		['after it has asked, for four tries', 'removeProcessed', 0, 4],
		['while it reads who took it, for four tries', 'removeProcessed', 1, 4],
		['before it asks', 'checkProcessedAndRecord', 2, 1],
		['before it asks, for some tries', 'checkProcessedAndRecord', 2, 3],
	])('%s: the event does not run again, and its taker can still be read', async (_, access, until, calls) => {
		const { runs, hint } = await askDuring(access, until, calls);
		expect(runs).toBe(false);
		expect(hint).toContain('execution 1 took it');
	});
});

it('a database that goes away between the names of an event: the others are recorded when it is back', async () => {
	const database = new AwayForAWhile();
	const n8n = new N8nProcess(database);
	await n8n.takes('warm up', 1);
	const names = [
		{ id: 'one', key: 'one' },
		{ id: 'two', key: 'two' },
	] as const;
	const take = async (
		executionId: number,
		[name, other]: readonly [(typeof names)[number], (typeof names)[number]],
	) =>
		await n8n.modules.takeEvent.takeEvent(n8n.context(executionId), [{ json: {} }], name.id, {
			...name,
			more: [other],
			topic: 'topic',
		});
	// The lock is one call, the event the next.
	database.goesAway('checkProcessedAndRecord', 2, 1);
	expect(await take(2, names)).toHaveLength(1);
	expect(await take(3, [names[1], names[0]])).toEqual([]);
});

it('an answer that is lost after the database has written the event: its other names are recorded all the same', async () => {
	const database = new ProcessedData();
	const n8n = new N8nProcess(database).receives();
	await n8n.takes('warm up', 1);
	const take = async (executionId: number, name: string, other: string) =>
		await n8n.modules.takeEvent.takeEvent(n8n.context(executionId), [{ json: {} }], name, {
			id: name,
			key: name,
			more: [{ id: other, key: other }],
			topic: 'topic',
		});
	const writing = database.checkProcessedAndRecord.bind(database);
	database.checkProcessedAndRecord = async (...args) => {
		database.checkProcessedAndRecord = writing;
		await writing(...args);
		throw new Error('Connection terminated unexpectedly');
	};
	expect(await take(2, 'one', 'two')).toHaveLength(1);
	expect(await take(3, 'two', 'one')).toEqual([]);
});

it('lets the event continue when it cannot be written, and the log says so', async () => {
	const database = new ProcessedData();
	database.checkProcessedAndRecord = async () => await Promise.reject(new Error('disk full'));
	const n8n = new N8nProcess(database).receives();
	expect(await n8n.takes('one', 1)).toBe(true);
	expect(n8n.warnings.at(-1)).toContain('could not be recorded');
});

it('waits for a database that is away for half a minute', async () => {
	const database = new AwayForAWhile();
	const n8n = new N8nProcess(database);
	expect(await n8n.takes('one', 1, atLeastOnce)).toBe(true);
	const began = clock.now();
	database.checkProcessedAndRecord = async (...args) => {
		if (clock.now() - began < 30_000) throw new Error('Driver not Connected');
		return await ProcessedData.prototype.checkProcessedAndRecord.apply(database, args);
	};
	database.getProcessedDataCount = async (...args) => {
		if (clock.now() - began < 30_000) throw new Error('Driver not Connected');
		return await ProcessedData.prototype.getProcessedDataCount.apply(database, args);
	};
	expect(await n8n.takes('one', 2, atLeastOnce)).toBe(false);
	expect(clock.now() - began).toBeGreaterThanOrEqual(30_000);
});
