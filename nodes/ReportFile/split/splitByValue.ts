import { copyRow, headerOf } from '../csv/copyRows';
import { CsvError } from '../csv/csvError';
import { KeyBytes, KeyTable } from '../csv/keyTable';
import type { Misfits } from '../csv/misfits';
import type { Table } from '../csv/table';
import { lineEndOf } from '../csv/writeRow';
import { Gatherer } from '../files/gatherer';
import type { Bytes } from '../../shared/files/streams';
import { Channel } from './channel';

/** Files that are written at the same time; for more values the table is read again. */
const FILES_AT_ONCE = 100;
export const VALUES_AT_MOST = 2_000;
const BUFFER_BYTES = 64 * 1024;

export interface ValuePart<Stored> {
	value: string;
	rows: number;
	stored: Stored;
}

interface Open<Stored> {
	channel: Channel;
	out: Gatherer;
	rows: number;
	stored: Promise<Stored>;
}

/** One file for each value of a column, in the order in which the values come first. `store` takes the bytes of one. */
export async function splitByValue<Stored>(
	table: Table,
	column: number,
	misfits: () => Misfits,
	store: (bytes: Bytes, value: string) => Promise<Stored>,
): Promise<Array<ValuePart<Stored>>> {
	const keys = new KeyTable();
	const parts: Array<ValuePart<Stored>> = [];
	do {
		parts.push(...(await onePass(table, column, misfits(), store, keys, parts.length)));
	} while (parts.length < keys.count);
	return parts;
}

async function onePass<Stored>(
	table: Table,
	column: number,
	misfits: Misfits,
	store: (bytes: Bytes, value: string) => Promise<Stored>,
	keys: KeyTable,
	from: number,
): Promise<Array<ValuePart<Stored>>> {
	const open: Array<Open<Stored>> = [];
	const key = new KeyBytes();
	const columns = [column];
	const lineEnd = Buffer.from(lineEndOf(table.dialect));
	const begin = (value: string): Open<Stored> => {
		const channel = new Channel();
		const stored = store(channel.bytes(), value);
		stored.catch((error: unknown) => channel.giveUp(error));
		const out = new Gatherer(BUFFER_BYTES);
		out.add(headerOf(table));
		return { channel, out, rows: 0, stored };
	};
	const write = async () => {
		for await (const batch of table.read()) {
			for (let row = 0; row < batch.rows; row++) {
				if (!misfits.fits(batch, row)) continue;
				key.take(batch, row, columns);
				const index = keys.indexOf(key);
				if (index >= VALUES_AT_MOST) throw tooManyValues(table.columns[column]!);
				const place = index - from;
				if (place < 0 || place >= FILES_AT_ONCE) continue;
				const file = (open[place] ??= begin(keys.values(index)[0]!));
				copyRow(batch, row, lineEnd, file.out);
				file.rows++;
				if (file.out.isFull) await file.channel.write(file.out.take());
			}
		}
		for (const { channel, out } of open) {
			await channel.write(out.take());
			channel.end();
		}
	};
	const failure = await write().then(
		() => undefined,
		(cause: unknown) => ({ cause }),
	);
	if (failure !== undefined) {
		for (const { channel } of open) channel.fail(failure.cause);
		await Promise.allSettled(open.map(({ stored }) => stored));
		throw failure.cause;
	}
	return await Promise.all(
		open.map(async ({ rows, stored }, place) => ({
			value: keys.values(from + place)[0]!,
			rows,
			stored: await stored,
		})),
	);
}

const tooManyValues = (column: string) =>
	new CsvError(
		`The column "${column}" has more than ${VALUES_AT_MOST.toLocaleString('en-US')} different values`,
		'Choose a column with fewer values, or split by rows or size.',
	);
