import type { TypedColumn } from '../columnTypes/columnType';
import { plainNumber } from '../columnTypes/plainNumber';
import type { Conversion, OutputFormat } from '../convert/output';
import { rowsOf } from '../convert/rowsOf';

const PIECE_CHARACTERS = 64 * 1024;

/** One JSON object a line (jsonlines.org), in UTF-8. Numbers keep the digits they have in the file. */
export const jsonLinesOutput: OutputFormat = {
	ending: '.jsonl',
	needsTypes: () => true,
	write: writeLines,
};

async function* writeLines({ columns, decimal, table, misfits }: Conversion): AsyncGenerator<Uint8Array> {
	const keys = columns.map(({ name }, index) => `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`);
	const writers = columns.map((column) => valueWriter(column, decimal));
	let text = '';
	for await (const batch of rowsOf(table, misfits)) {
		for (const values of batch) {
			for (let index = 0; index < keys.length; index++)
				text += keys[index]! + writers[index]!(values[index]!);
			text += '}\n';
		}
		if (text.length < PIECE_CHARACTERS) continue;
		yield Buffer.from(text, 'utf8');
		text = '';
	}
	yield Buffer.from(text, 'utf8');
}

/** An empty value is null where the others are not text. */
function valueWriter({ type }: TypedColumn, decimal: 'point' | 'comma'): (text: string) => string {
	switch (type.kind) {
		case 'number':
			return (text) => (text === '' ? 'null' : (plainNumber(text, decimal) ?? JSON.stringify(text)));
		case 'boolean':
			return (text) =>
				text === '' ? 'null' : /^(true|false)$/i.test(text) ? text.toLowerCase() : JSON.stringify(text);
		case 'text':
			return (text) => JSON.stringify(text);
		default:
			return (text) => (text === '' ? 'null' : JSON.stringify(text));
	}
}
