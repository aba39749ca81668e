import type { Misfits } from '../csv/misfits';
import type { Table } from '../csv/table';
import { ColumnProfile } from './columnProfile';

/** What each column of a table holds, in one reading. */
export async function inspectTable(table: Table, misfits: Misfits) {
	const profiles = table.columns.map(() => new ColumnProfile(table.dialect));
	for await (const batch of table.read()) {
		misfits.keepFitting(batch);
		for (let column = 0; column < profiles.length; column++) profiles[column]!.add(batch, column);
	}
	return {
		columns: profiles.map((profile, index) => profile.facts(table.columns[index]!)),
		oddQuotes: profiles.reduce((sum, { odd }) => sum + odd, 0),
	};
}
