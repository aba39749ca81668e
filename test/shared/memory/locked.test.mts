import { setTimeout as wait } from 'node:timers/promises';
import { ProcessedData } from '../../../tools/harness/processedData.mts';
import { N8nProcess } from './n8nProcess.mts';

/** Works that must not overlap, and whether they did. */
class Critical {
	private inside = 0;
	most = 0;
	runs = 0;

	work = async () => {
		this.inside++;
		this.runs++;
		this.most = Math.max(this.most, this.inside);
		await wait(3);
		this.inside--;
	};
}

const processes = (database: ProcessedData, count: number) =>
	Array.from({ length: count }, () => new N8nProcess(database));

it('works of several processes under one name never overlap', async () => {
	const critical = new Critical();
	const database = new ProcessedData(1);
	const works = processes(database, 4).flatMap((process) =>
		Array.from({ length: 5 }, async (_, index) => {
			await process.modules.locked.locked(process.context(index), 'name', critical.work);
		}),
	);
	await Promise.all(works);
	expect(critical).toMatchObject({ most: 1, runs: 20 });
});

it('after the holder has died, those who wait go on after a lease, still one at a time', async () => {
	const database = new ProcessedData(1);
	const dead = new N8nProcess(database);
	await new Promise<void>((holds) => {
		void dead.modules.locked.locked(dead.context(1), 'name', async () => {
			holds();
			await new Promise(() => {});
		});
	});
	const critical = new Critical();
	const began = Date.now();
	await Promise.all(
		processes(database, 4).map(async (process) => {
			process.modules.locked.lease.ms = 500;
			await process.modules.locked.locked(process.context(2), 'name', critical.work);
		}),
	);
	expect(critical).toMatchObject({ most: 1, runs: 4 });
	expect(Date.now() - began).toBeGreaterThanOrEqual(500);
}, 8_000);

it('a holder that was held up beyond its lease works again, behind those who took its place', async () => {
	const database = new ProcessedData(1);
	const [slow, quick] = processes(database, 2) as [N8nProcess, N8nProcess];
	slow.modules.locked.lease.ms = quick.modules.locked.lease.ms = 100;
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

it('a work that fails leaves the lock open', async () => {
	const process = new N8nProcess(new ProcessedData());
	const { locked } = process.modules.locked;
	await expect(
		locked(process.context(1), 'name', async () => await Promise.reject(new Error('no'))),
	).rejects.toThrow('no');
	await expect(locked(process.context(2), 'name', async () => await Promise.resolve('yes'))).resolves.toBe(
		'yes',
	);
});
