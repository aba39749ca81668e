import { clock } from '../../../nodes/shared/run/clock';
import { ProcessedData } from '../../../tools/harness/processedData.mts';
import { useFastClock } from '../../fastClock.mts';
import { N8nProcess } from './n8nProcess.mts';

const LEASE_MS = 30_000;
useFastClock();

/** Jobs that must not overlap, and whether they did. */
class Critical {
	private inside = 0;
	most = 0;
	runs = 0;

	work = async () => {
		this.inside++;
		this.runs++;
		this.most = Math.max(this.most, this.inside);
		await clock.pause(3);
		this.inside--;
	};
}

const processes = (database: ProcessedData, count: number) =>
	Array.from({ length: count }, () => new N8nProcess(database));

it('jobs of several processes under one name never overlap', async () => {
	const critical = new Critical();
	const database = new ProcessedData();
	const jobs = processes(database, 4).flatMap((process) =>
		Array.from({ length: 5 }, async (_, index) => {
			await process.modules.locked.locked(process.context(index), 'name', critical.work);
		}),
	);
	await Promise.all(jobs);
	expect(critical).toMatchObject({ most: 1, runs: 20 });
});

it('after the holder has died, waiting jobs run after one lease, still one at a time', async () => {
	const database = new ProcessedData();
	const dead = new N8nProcess(database);
	await new Promise<void>((holds) => {
		void dead.modules.locked.locked(dead.context(1), 'name', async () => {
			holds();
			await new Promise(() => {});
		});
	});
	const critical = new Critical();
	const began = clock.now();
	await Promise.all(
		processes(database, 4).map(async (process) => {
			await process.modules.locked.locked(process.context(2), 'name', critical.work);
		}),
	);
	expect(critical).toMatchObject({ most: 1, runs: 4 });
	expect(clock.now() - began).toBeGreaterThanOrEqual(LEASE_MS);
});

it('a holder that was delayed beyond its lease does its work again, after those that took its place', async () => {
	const database = new ProcessedData();
	const [slow, quick] = processes(database, 2) as [N8nProcess, N8nProcess];
	const order: string[] = [];
	let goOn = () => {};
	let first: Promise<void> | undefined;
	await new Promise<void>((holds) => {
		first = slow.modules.locked.locked(slow.context(1), 'name', async () => {
			order.push('slow');
			holds();
			if (order.length === 1) await new Promise<void>((resolve) => (goOn = resolve));
		});
	});
	await quick.modules.locked.locked(quick.context(2), 'name', async () => {
		order.push('quick');
	});
	goOn();
	await first;
	expect(order).toEqual(['slow', 'quick', 'slow']);
});

it('a job that fails releases the lock', async () => {
	const process = new N8nProcess(new ProcessedData());
	const { locked } = process.modules.locked;
	await expect(
		locked(process.context(1), 'name', async () => await Promise.reject(new Error('no'))),
	).rejects.toThrow('no');
	await expect(locked(process.context(2), 'name', async () => await Promise.resolve('yes'))).resolves.toBe(
		'yes',
	);
});
