import { plainNumber } from '../columnTypes/plainNumber';
import { changeMark, isAmount, readsDifferently } from '../numbers/changeMark';
import { parseDecimal } from '../numbers/parseDecimal';
import { rowWriter } from '../csv/writeRow';
import { turnDue } from '../../shared/run/loopTurn';
import { delimiterOf } from '../panel/tableOptions';
import { encoderOf } from './encoder';
import type { Conversion, OutputFormat } from './output';
import { rowsOf } from './rowsOf';

type Mark = Conversion['decimal'];

const PIECE_CHARACTERS = 64 * 1024;

/** CSV in the dialect that the options ask for; without them as RFC 4180 has it, in UTF-8. */
export const csvOutput: OutputFormat = {
	ending: '.csv',
	needsTypes: ({ outputDecimal = 'keep' }) => outputDecimal !== 'keep',
	write: writeRows,
};

async function* writeRows(conversion: Conversion): AsyncGenerator<Uint8Array> {
	const { columns, table, misfits, options } = conversion;
	const delimiter = delimiterOf(options.outputDelimiter) || ',';
	const encode = encoderOf(options.outputEncoding ?? 'utf-8');
	const write = rowWriter({ delimiter, quote: '"', newline: options.lineEnd ?? 'crlf' });
	const changeMarks = markChanger(conversion);
	let text = write(columns.map(({ name }) => name));
	for await (const batch of rowsOf(table, misfits)) {
		for (const values of batch) {
			changeMarks?.(values);
			text += write(values);
		}
		await turnDue();
		if (text.length < PIECE_CHARACTERS) continue;
		yield encode(text);
		text = '';
	}
	yield encode(text);
}

/**
 * Gives the numbers of a row the decimal mark that the user chose; undefined when they keep theirs. A number of thousandths
 * that kept its point would be a thousand times as large to a reader that takes the point for one of thousands. So all that
 * Summarize reads as a number is changed in columns of numbers, and amounts with a currency sign everywhere; a number among
 * texts may be an ID or a version, so it is kept, and counted.
 */
function markChanger({ columns, decimal, options, facts }: Conversion) {
	const wanted = options.outputDecimal ?? 'keep';
	if (wanted === 'keep') return undefined;
	const changers = columns.map(({ name, type, isNumeric }) => {
		if (type.kind === 'number') return (text: string) => withMark(text, decimal, wanted);
		if (isNumeric) return (text: string) => amountWithMark(text, decimal, wanted);
		return (text: string) => {
			if (!readsDifferently(text, decimal, wanted)) return text;
			if (isAmount(text, decimal)) return changeMark(text, decimal, wanted);
			const kept = (facts.keptSeparators ??= {});
			kept[name] = (kept[name] ?? 0) + 1;
			return text;
		};
	});
	return (values: string[]) => {
		for (const [index, change] of changers.entries()) values[index] = change(values[index]!);
	};
}

/** The number with the other decimal mark, in bare digits where it is one without a currency sign or an exponent. */
function withMark(text: string, decimal: Mark, wanted: Mark): string {
	const plain = plainNumber(text, decimal);
	if (plain === undefined) return amountWithMark(text, decimal, wanted);
	return wanted === 'comma' ? plain.replace('.', ',') : plain;
}

const amountWithMark = (text: string, decimal: Mark, wanted: Mark): string =>
	parseDecimal(text, decimal) === undefined ? text : changeMark(text, decimal, wanted);
