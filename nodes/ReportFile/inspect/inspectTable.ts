import type { Misfits } from '../csv/misfits';
import type { Table } from '../csv/table';
import { turnDue } from '../../shared/run/loopTurn';
import { ColumnProfile } from './columnProfile';

/** To look at the first cells of so many, or to tell what is known of them, takes some milliseconds. */
const COLUMNS_AT_ONCE = 1_000;

/** What each column of a table holds, in one reading. */
export async function inspectTable(table: Table, misfits: Misfits) {
	const profiles = table.columns.map(() => new ColumnProfile(table.dialect));
	const inParts = async (look: (profile: ColumnProfile, column: number) => void) => {
		for (const [column, profile] of profiles.entries()) {
			look(profile, column);
			if (column % COLUMNS_AT_ONCE === COLUMNS_AT_ONCE - 1) await turnDue();
		}
	};
	for await (const batch of table.read()) {
		misfits.keepFitting(batch);
		await inParts((profile, column) => profile.add(batch, column));
	}
	const columns: Array<ReturnType<ColumnProfile['facts']>> = [];
	await inParts((profile, column) => columns.push(profile.facts(table.columns[column]!)));
	return { columns, oddQuotes: profiles.reduce((sum, { odd }) => sum + odd, 0) };
}
