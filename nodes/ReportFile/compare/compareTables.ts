import { CsvError } from '../csv/csvError';
import type { Misfits } from '../csv/misfits';
import type { RowBatch } from '../csv/rowBatch';
import type { Table } from '../csv/table';
import { Gatherer } from '../files/gatherer';
import type { ColumnPlan } from './columnPlan';
import { DifferenceWriter } from './differenceWriter';
import { CHANGED, FREE, OLD, PairTable, SAME, TOLD } from './pairTable';
import { RowHasher } from './rowHasher';
import type { Totals } from './totals';

/** With 23 bytes for each, 160 MB: rows of the old file that are looked up at the same time. */
const ROWS_AT_ONCE = 7_000_000;
/** Of changed rows that wait for their counterpart. */
const WAITING_BYTES = 32 * 1024 * 1024;
/** What a row in a map takes beside its bytes. */
const ROW_OVERHEAD = 200;

export interface Side {
	table: Table;
	misfits: Misfits;
	totals: Totals;
}

export interface Tally {
	rowsOld: number;
	rowsNew: number;
	added: number;
	gone: number;
	changed: number;
	unchanged: number;
}

/**
 * The differences of two tables, as a CSV file, in bounded memory, however the files are sorted: of each row of the old file
 * a hash of its key and one of its values are kept. When there are more rows than fit, keys are taken in several parts, each
 * in a separate reading; so are changed rows whose values do not fit.
 */
export async function* compareTables(
	oldSide: Side,
	newSide: Side,
	plan: ColumnPlan,
	tally: Tally,
	rowsAtOnce = ROWS_AT_ONCE,
	waitingBytes = WAITING_BYTES,
): AsyncGenerator<Buffer> {
	const writer = new DifferenceWriter(plan);
	const out = new Gatherer();
	out.addText(writer.header());
	let rows = 0;
	for await (const batch of oldSide.table.read({ withCells: false })) rows += batch.rows;
	const parts = Math.max(1, Math.ceil(rows / rowsAtOnce));
	const keyHash = new RowHasher(RowHasher.newSeeds());
	const contentHash = new RowHasher(RowHasher.newSeeds());

	for (let part = 0; part < parts; part++) {
		// Hashes fall into parts evenly; a tenth more is more than chance can do.
		const pairs = new PairTable(Math.ceil((rows / parts) * (parts === 1 ? 1 : 1.1)) + 1_000);
		const isOurs = () => parts === 1 || (keyHash.other >>> 0) % parts === part;
		const isFirst = part === 0;

		for await (const batch of oldSide.table.read()) {
			const misfits = isFirst ? oldSide.misfits : undefined;
			for (let row = 0; row < batch.rows; row++) {
				if (!fits(oldSide, misfits, batch, row)) continue;
				if (isFirst) {
					tally.rowsOld++;
					oldSide.totals.add(batch, row);
				}
				keyHash.take(batch, row, plan.oldKeys);
				if (!isOurs()) continue;
				const slot = pairs.find(keyHash.one, keyHash.other);
				if (pairs.states[slot] !== FREE) throw twice(keyHash, batch, row, 'old');
				contentHash.take(batch, row, plan.oldValues);
				pairs.put(slot, keyHash.one, keyHash.other, contentHash.one, contentHash.other);
			}
		}

		const waiting = new Map<number, string[]>();
		let waitingSize = 0;
		let hasMore = false;
		const wait = (slot: number, batch: RowBatch, row: number) => {
			if (waitingSize > waitingBytes) {
				hasMore = true;
				return;
			}
			waiting.set(slot, batch.texts(row));
			waitingSize += 2 * (batch.rowEnds[row]! - batch.rowStarts[row]!) + ROW_OVERHEAD;
		};

		for await (const batch of newSide.table.read()) {
			const misfits = isFirst ? newSide.misfits : undefined;
			for (let row = 0; row < batch.rows; row++) {
				if (!fits(newSide, misfits, batch, row)) continue;
				if (isFirst) {
					tally.rowsNew++;
					newSide.totals.add(batch, row);
				}
				keyHash.take(batch, row, plan.newKeys);
				if (!isOurs()) continue;
				const slot = pairs.find(keyHash.one, keyHash.other);
				const state = pairs.states[slot];
				if (state === FREE) {
					tally.added++;
					out.addText(writer.added(batch.texts(row)));
				} else if (state !== OLD) throw twice(keyHash, batch, row, 'new');
				else {
					contentHash.take(batch, row, plan.newValues);
					if (pairs.hasContent(slot, contentHash.one, contentHash.other)) {
						tally.unchanged++;
						pairs.states[slot] = SAME;
					} else {
						tally.changed++;
						pairs.states[slot] = CHANGED;
						wait(slot, batch, row);
					}
				}
			}
			if (out.isFull) yield out.take();
		}

		for (let isFirstRound = true; isFirstRound || waiting.size > 0; isFirstRound = false) {
			for await (const batch of oldSide.table.read()) {
				for (let row = 0; row < batch.rows; row++) {
					if (!fits(oldSide, undefined, batch, row)) continue;
					keyHash.take(batch, row, plan.oldKeys);
					if (!isOurs()) continue;
					const slot = pairs.find(keyHash.one, keyHash.other);
					if (pairs.states[slot] === OLD && isFirstRound) {
						tally.gone++;
						out.addText(writer.gone(batch.texts(row)));
					} else if (pairs.states[slot] === CHANGED) {
						const counterpart = waiting.get(slot);
						if (counterpart === undefined) continue;
						out.addText(writer.changed(batch.texts(row), counterpart));
						pairs.states[slot] = TOLD;
					}
				}
				if (out.isFull) yield out.take();
			}
			waiting.clear();
			waitingSize = 0;
			if (!hasMore) break;
			hasMore = false;
			for await (const batch of newSide.table.read()) {
				for (let row = 0; row < batch.rows; row++) {
					if (!fits(newSide, undefined, batch, row)) continue;
					keyHash.take(batch, row, plan.newKeys);
					if (!isOurs()) continue;
					const slot = pairs.find(keyHash.one, keyHash.other);
					if (pairs.states[slot] === CHANGED) wait(slot, batch, row);
				}
			}
		}
	}
	yield out.take();
}

/** Whether a row has all of its cells. Told and counted in the first reading alone. */
const fits = ({ table }: Side, misfits: Misfits | undefined, batch: RowBatch, row: number): boolean =>
	misfits === undefined ? batch.width(row) === table.columns.length : misfits.fits(batch, row);

const twice = ({ key }: RowHasher, batch: RowBatch, row: number, which: string) =>
	new CsvError(
		`The ${which} file has two rows with the key ${key.values().join(', ')} (the second one on line ${batch.line(row)})`,
		'Add columns to the key until it identifies a single row.',
	);
