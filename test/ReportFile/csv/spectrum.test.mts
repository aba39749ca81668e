import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readTable } from './readTable.mts';

const folder = path.dirname(require.resolve('csv-spectrum/package.json'));
const names = readdirSync(path.join(folder, 'csvs')).map((file) => file.replace(/\.csv$/, ''));
/** Its JSON does not match its CSV in version 2.0.0. */
const broken = 'location_coordinates';

describe.each(names.filter((name) => name !== broken))('csv-spectrum: %s', (name) => {
	const csv = readFileSync(path.join(folder, 'csvs', `${name}.csv`));
	const expected = JSON.parse(readFileSync(path.join(folder, 'json', `${name}.json`), 'utf8')) as object[];

	it.each([1, 7, 1 << 20])('in pieces of %d bytes', async (pieces) => {
		const { columns, rows } = await readTable(csv, {}, { pieces });
		expect(
			rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]]))),
		).toEqual(expected);
	});
});
