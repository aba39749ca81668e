import type { IBinaryData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { count } from '../../shared/run/count';
import { withoutHtml } from '../../shared/run/hints';
import { once, type Bytes } from '../../shared/files/streams';
import { openTable } from '../csv/table';

/** A larger file is not read a second time for a line in the panel. */
const BYTES_AT_MOST = 5_000_000;
const NAMES_SHOWN = 4;

/** For the items of a run, by their JSON: for the panel alone, so nothing of it is stored. */
const seen = new WeakMap<object, string>();

/** Looks into a CSV file that was just stored, so the panel can say what came. For a run of one item; never throws. */
export async function lookAtTable(
	context: IExecuteFunctions,
	json: IDataObject,
	binary: IBinaryData,
	bytes: number,
): Promise<void> {
	const isShown = context.getInputData().length === 1;
	if (!isShown || binary.mimeType !== 'text/csv' || bytes > BYTES_AT_MOST) return;
	try {
		const table = await openTable(await opener(context, binary), { hasHeader: true, keepTotals: false });
		for await (const batch of table.read({ withCells: false })) void batch;
		seen.set(json, inWords(table.found.rows, table.columns));
	} catch {
		// Not a table, or not one that can be read: then there is nothing to say about it.
	}
}

/** "10 rows, 14 columns: a, b, c, d, …" of the only item of a run, if `lookAtTable` saw it; else nothing. */
export function tableSeen(items: INodeExecutionData[]): string[] {
	const words = items.length === 1 ? seen.get(items[0]!.json) : undefined;
	return words === undefined ? [] : [words];
}

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
