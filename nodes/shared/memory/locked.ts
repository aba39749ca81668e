import type { IExecuteFunctions } from 'n8n-workflow';
import { clock } from '../run/clock';
import { inTurn } from '../run/inTurn';
import { OwnRow } from './ownRow';
import { untilWritten } from './untilWritten';

/** Far longer than the few statements that a holder needs, and than a short outage of the database. */
const LEASE_MS = 30_000;
const PAUSE_MS = 200;

/**
 * Runs one job at a time under this name, across all processes of n8n.
 *
 * The lock is a row: the process that inserts it holds it, one that finds it waits. When a process dies while it holds a lock, the
 * row stays. So locks have numbers: a process that has waited for one lock longer than a lease declares that number broken, and
 * all go on with the next. That is one entry whose text is fixed: two who declare it at the same time write the same.
 * A holder that was held up for longer than half a lease checks that its number still counts, and if not does the work again.
 * So `work` must have the same result when it runs twice.
 */
export async function locked<Result>(
	context: IExecuteFunctions,
	name: string,
	work: () => Promise<Result>,
): Promise<Result> {
	const broken = new OwnRow(context, `${name}/broken locks`);
	return await inTurn(JSON.stringify([context.getWorkflow().id, name, 'lock']), async () => {
		for (;;) {
			const number = await acquire(context, name, broken);
			const since = clock.now();
			try {
				const result = await work();
				const isLate = clock.now() - since > LEASE_MS / 2;
				if (!isLate || (await broken.count()) === number) return result;
			} finally {
				await release(lockOf(context, name, number));
			}
		}
	});
}

const lockOf = (context: IExecuteFunctions, name: string, number: number) =>
	new OwnRow(context, `${name}/lock ${number}`);

async function acquire(context: IExecuteFunctions, name: string, broken: OwnRow): Promise<number> {
	let waitingFor = -1;
	let since = 0;
	for (let pauseMs = 5; ; pauseMs = Math.min(pauseMs * 1.5, PAUSE_MS)) {
		const number = await broken.count();
		if (number !== waitingFor) [waitingFor, since] = [number, clock.now()];
		// The INSERT fails when another process was faster by a moment.
		const inserted = await lockOf(context, name, number)
			.record(['held'])
			.catch(() => new Set());
		if (inserted.size > 0) return number;
		if (clock.now() - since > LEASE_MS) await declareBroken(broken, number);
		else await clock.pause(pauseMs * (0.5 + Math.random()));
	}
}

/** The INSERT also fails when another process declares it at the same moment. Then it is declared, and that is enough. */
async function declareBroken(broken: OwnRow, number: number): Promise<void> {
	await broken.record([`lock ${number}`]).catch(async (error: unknown) => {
		if ((await broken.count()) === number) throw error;
	});
}

/** A lock that cannot be released costs those who wait for it a lease, nothing else. */
async function release(lock: OwnRow): Promise<void> {
	await untilWritten(async () => await lock.delete()).catch(() => undefined);
}
