import { builtInFormat, customFormat, type NumberFormat } from './numberFormat';
import { attributeOf } from './xmlText';
import type { XmlHandler } from './xmlScanner';

/** Collects the number format of each cell style, in the order in which cells count them. */
export function stylesHandler(formats: NumberFormat[]): XmlHandler {
	const custom = new Map<number, NumberFormat>();
	let isCellStyle = false;
	return {
		open(name, attributes) {
			if (name === 'numFmt') {
				custom.set(
					Number(attributeOf(attributes, 'numFmtId')),
					customFormat(attributeOf(attributes, 'formatCode') ?? ''),
				);
			} else if (name === 'cellXfs') isCellStyle = true;
			else if (name === 'xf' && isCellStyle) {
				const id = Number(attributeOf(attributes, 'numFmtId') ?? 0);
				formats.push(custom.get(id) ?? builtInFormat(id));
			}
		},
		close(name) {
			if (name === 'cellXfs') isCellStyle = false;
		},
	};
}
