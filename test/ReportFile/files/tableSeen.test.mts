import type { IExecuteFunctions } from 'n8n-workflow';
import { lookAtTable, tableSeen } from '../../../nodes/ReportFile/files/tableSeen';

/** A file that n8n keeps in memory, so only the number of items is asked of the context. */
async function seen(text: string, { mimeType = 'text/csv', bytes = text.length, items = 1 } = {}) {
	const all = Array.from({ length: items }, () => ({ json: {} }));
	const context = { getInputData: () => all } as unknown as IExecuteFunctions;
	for (const { json } of all) {
		await lookAtTable(context, json, { data: Buffer.from(text).toString('base64'), mimeType }, bytes);
	}
	const [words] = tableSeen(all.slice(0, 1));
	return words;
}

describe("the panel's text about a file", () => {
	it('names rows and columns, and does not count a line break inside quotes', async () => {
		expect(await seen('id,note\n1,"a\nb"\n2,c\n')).toBe('2 rows, 2 columns: id, note');
		expect(await seen('a;b;c;d;e\n1;2;3;4;5\n')).toBe('1 row, 5 columns: a, b, c, d, …');
	});

	it('contains no markup from a column name', async () => {
		expect(await seen('<b>x</b>,y\n1,2\n')).toBe('1 row, 2 columns: (b)x(/b), y');
	});

	it('is empty for a file that is no table, broken or large', async () => {
		expect(await seen('%PDF', { mimeType: 'application/pdf' })).toBeUndefined();
		expect(await seen('')).toBeUndefined();
		expect(await seen('a,b\n"1,2\n')).toBeUndefined();
		expect(await seen('a,b\n1,2\n', { bytes: 5_000_001 })).toBeUndefined();
		expect(await seen('a,b\n1,2\n', { items: 2 })).toBeUndefined();
	});
});
