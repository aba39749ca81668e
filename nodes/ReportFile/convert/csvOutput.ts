import { plainNumber } from '../columnTypes/plainNumber';
import { rowWriter } from '../csv/writeRow';
import { delimiterOf } from '../panel/tableOptions';
import { encoderOf } from './encoder';
import type { Conversion, OutputFormat } from './output';
import { rowsOf } from './rowsOf';

const PIECE_CHARACTERS = 64 * 1024;

/** CSV in the dialect that the options ask for; without them as RFC 4180 has it, in UTF-8. */
export const csvOutput: OutputFormat = {
	ending: '.csv',
	needsTypes: ({ outputDecimal = 'keep' }) => outputDecimal !== 'keep',
	write: writeRows,
};

async function* writeRows({
	columns,
	decimal,
	table,
	misfits,
	options,
}: Conversion): AsyncGenerator<Uint8Array> {
	const delimiter = delimiterOf(options.outputDelimiter) || ',';
	const encode = encoderOf(options.outputEncoding ?? 'utf-8');
	const write = rowWriter({ delimiter, quote: '"', newline: options.lineEnd ?? 'crlf' });
	const numbers = columns.flatMap(({ type }, index) => (type.kind === 'number' ? [index] : []));
	const wanted = options.outputDecimal ?? 'keep';
	let text = write(columns.map(({ name }) => name));
	for await (const batch of rowsOf(table, misfits)) {
		for (const values of batch) {
			if (wanted !== 'keep') {
				for (const index of numbers) values[index] = withMark(values[index]!, decimal, wanted);
			}
			text += write(values);
		}
		if (text.length < PIECE_CHARACTERS) continue;
		yield encode(text);
		text = '';
	}
	yield encode(text);
}

/** The number with the other decimal mark, and without marks between its thousands. */
function withMark(text: string, decimal: 'point' | 'comma', wanted: 'point' | 'comma'): string {
	const plain = plainNumber(text, decimal);
	if (plain === undefined) return text;
	return wanted === 'comma' ? plain.replace('.', ',') : plain;
}
