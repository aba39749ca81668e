import { PLAIN, type RowBatch } from '../csv/rowBatch';
import type { Condition } from './condition';

export type CellTest = (batch: RowBatch, cell: number) => boolean;

const EQUALS = 61;

/** Whether a cell holds exactly this text, however it is quoted. */
function equalTo(text: string): CellTest {
	const bytes = Buffer.from(text);
	return (batch, cell) => {
		const start = batch.starts[cell]!;
		const end = batch.ends[cell]!;
		if (batch.kinds[cell] !== PLAIN || batch.bytes[start] === EQUALS) return batch.lenientText(cell) === text;
		if (end - start !== bytes.length) return false;
		for (let at = 0; at < bytes.length; at++) if (batch.bytes[start + at] !== bytes[at]) return false;
		return true;
	};
}

const isBlank: CellTest = (batch, cell) =>
	batch.starts[cell] === batch.ends[cell] || batch.lenientText(cell).trim() === '';

/** The test of an operator on texts; undefined for one that compares. */
export function cellTest({ operator, value }: Condition): CellTest | undefined {
	const text = String(value ?? '');
	switch (operator) {
		case 'is':
			return equalTo(text);
		case 'isNot': {
			const test = equalTo(text);
			return (batch, cell) => !test(batch, cell);
		}
		case 'in': {
			const list: unknown[] = Array.isArray(value) ? value : text.split(',');
			const texts = new Set(list.map((one) => String(one).trim()));
			return (batch, cell) => texts.has(batch.lenientText(cell));
		}
		case 'contains':
			return (batch, cell) => batch.lenientText(cell).includes(text);
		case 'startsWith':
			return (batch, cell) => batch.lenientText(cell).startsWith(text);
		case 'blank':
			return isBlank;
		case 'notBlank':
			return (batch, cell) => !isBlank(batch, cell);
		default:
			return undefined;
	}
}
