import type { Bytes } from '../../shared/files/streams';
import { utf8Text } from '../../shared/files/utf8Text';
import { turnDue } from '../../shared/run/loopTurn';
import { CsvError } from '../csv/csvError';
import { EmptyCells } from '../csv/emptyCells';
import { writePieces } from '../csv/writePieces';
import { rowWriter, standard } from '../csv/writeRow';
import { parseObject } from './exactObject';

const COLUMNS_AT_MOST = 16_384;
/** As long as a row of CSV may be; the line is parsed in one step. */
const LINE_CHARACTERS_AT_MOST = 8_000_000;
const ROWS_AT_ONCE = 1_000;
/** Lines can be long. */
const CHARACTERS_AT_ONCE = 256 * 1024;

/**
 * JSON Lines as CSV: a column for each key of any line, in the order in which keys appear. The file is read once for
 * the keys, and once more for each reading of the rows.
 */
export async function jsonLinesAsCsv(open: () => Bytes): Promise<() => Bytes> {
	const keys = new Set<string>();
	for await (const objects of readObjects(open())) {
		for (const object of objects) for (const key of object.keys()) keys.add(key);
		if (keys.size > COLUMNS_AT_MOST) {
			throw new CsvError(
				`The file has more than ${COLUMNS_AT_MOST} different keys`,
				'JSON Lines with a separate key for each value is not a table: reshape it first.',
			);
		}
	}
	return () => toCsv(open(), [...keys]);
}

async function* toCsv(source: Bytes, keys: string[]): AsyncGenerator<Uint8Array> {
	const write = rowWriter(standard);
	const emptyCells = new EmptyCells();
	yield Buffer.from(write(keys), 'utf8');
	function* rowsOf(objects: Array<Map<string, string>>) {
		for (const object of objects) yield emptyCells.counted(keys.map((key) => object.get(key) ?? ''));
	}
	for await (const objects of readObjects(source)) yield* writePieces(rowsOf(objects), write);
}

/** The objects of the lines, in batches. Blank lines count for nothing. */
async function* readObjects(source: Bytes): AsyncGenerator<Array<Map<string, string>>> {
	let rest = '';
	let line = 0;
	let size = 0;
	let objects: Array<Map<string, string>> = [];
	const read = (text: string) => {
		line++;
		if (text.trim() !== '') objects.push(parseObject(text, line));
	};
	for await (const chunk of utf8Text(source, notUtf8)) {
		let at = 0;
		for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', at)) {
			// Looked through once, however many chunks a line has.
			const text = rest + chunk.slice(at, end);
			read(text);
			rest = '';
			size += text.length;
			at = end + 1;
			if (objects.length < ROWS_AT_ONCE && size < CHARACTERS_AT_ONCE) continue;
			yield objects;
			objects = [];
			size = 0;
			await turnDue();
		}
		rest += chunk.slice(at);
		if (rest.length > LINE_CHARACTERS_AT_MOST) throw tooLong(line + 1);
	}
	read(rest);
	if (objects.length > 0) yield objects;
}

const notUtf8 = () =>
	new CsvError('The file is not in UTF-8, which JSON Lines requires', 'Ask the sender for UTF-8.');

const tooLong = (line: number) =>
	new CsvError(
		`Line ${line} is longer than ${LINE_CHARACTERS_AT_MOST / 1e6} million characters`,
		'JSON Lines has one object per line. A single JSON document is a different format.',
	);
