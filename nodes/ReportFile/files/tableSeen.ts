import type { IBinaryData, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { count } from '../../shared/run/count';
import { withoutHtml } from '../../shared/run/hints';
import { once, type Bytes } from '../../shared/files/streams';
import { openTable } from '../csv/table';

/** A larger file is not read a second time for a line in the panel. */
const BYTES_AT_MOST = 5_000_000;
const NAMES_SHOWN = 4;

/** For the items of a run, by their JSON: for the panel alone, so nothing of it is stored. */
const seen = new WeakMap<object, string>();

/** Looks into a CSV file that was just stored, so that the panel can say what came. Never throws. */
export async function lookAtTable(
	context: IExecuteFunctions,
	json: IDataObject,
	binary: IBinaryData,
	bytes: number,
): Promise<void> {
	if (binary.mimeType !== 'text/csv' || bytes > BYTES_AT_MOST) return;
	try {
		const table = await openTable(await opener(context, binary), { hasHeader: true, keepTotals: false });
		for await (const batch of table.read({ withCells: false })) void batch;
		seen.set(json, inWords(table.found.rows, table.columns));
	} catch {
		// Not a table, or not one that can be read: then there is nothing to say about it.
	}
}

/** "10 rows, 14 columns: a, b, c, d, …" of an item that `lookAtTable` saw. */
export const tableSeen = (json: IDataObject): string | undefined => seen.get(json);

async function opener(context: IExecuteFunctions, { id, data }: IBinaryData): Promise<() => Bytes> {
	if (id === undefined) return () => once(Buffer.from(data, 'base64'));
	const chunks: Buffer[] = [];
	for await (const chunk of await context.helpers.getBinaryStream(id)) chunks.push(chunk as Buffer);
	return () => once(Buffer.concat(chunks));
}

function inWords(rows: number, columns: string[]): string {
	const shown = columns.slice(0, NAMES_SHOWN).map((name) => withoutHtml(name).slice(0, 60));
	const more = columns.length > NAMES_SHOWN ? ', …' : '';
	return `${count(rows, 'row')}, ${count(columns.length, 'column')}: ${shown.join(', ')}${more}`;
}
