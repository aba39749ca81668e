import { findWriter } from './columns.mts';
import type { Row } from './columns.mts';
import { createRandom } from '../random.mts';
import type { Random } from '../random.mts';
import { acceptorNames, responses } from './samples.mts';

const chunkLength = 64 * 1024;

/** What to write. */
export interface CsvContent {
	rows: number;
	columns: string[];
	seed: number;
	/** The day of the first transactions, YYYY-MM-DD. */
	firstDay: string;
	rowsPerDay: number;
}

/** The report as CSV, a chunk at a time: five million rows never lie in memory together. */
export function* writeCsv({ rows, columns, seed, firstDay, rowsPerDay }: CsvContent): Generator<Buffer> {
	const random = createRandom(seed);
	const writers = columns.map(findWriter);
	const days = createDays(firstDay);
	let text = `${columns.join(',')}\n`;
	for (let index = 0; index < rows; index += 1) {
		const row = createRow(random, days(Math.floor(index / rowsPerDay)));
		text += writers[0]?.(row) ?? '';
		for (let column = 1; column < writers.length; column += 1) text += `,${writers[column]?.(row)}`;
		text += '\n';
		if (text.length >= chunkLength) {
			yield Buffer.from(text);
			text = '';
		}
	}
	if (text) yield Buffer.from(text);
}

function createRow(random: Random, day: string): Row {
	const response = random.pick(responses);
	return {
		random,
		acceptor: random.below(acceptorNames.length),
		day,
		secondOfDay: random.below(86_400),
		cents: 100 + random.below(250_000),
		isApproved: response[0] === '000',
		response,
	};
}

/** Names of days by their distance from the first, computing each only once. */
function createDays(firstDay: string): (distance: number) => string {
	const start = Date.parse(`${firstDay}T00:00:00Z`);
	let known = 0;
	let name = firstDay;
	return (distance) => {
		if (distance !== known) {
			known = distance;
			name = new Date(start + distance * 86_400_000).toISOString().slice(0, 10);
		}
		return name;
	};
}
