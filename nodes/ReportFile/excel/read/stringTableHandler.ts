import type { StringTable } from './stringTable';
import { decodeEscapes, decodeXml } from './xmlText';
import type { XmlHandler } from './xmlScanner';

/** Reads `<si>`: one text, or several with formats of their own. How it is pronounced (`rPh`) is not part of it. */
export function stringTableHandler(table: StringTable): XmlHandler {
	let text = '';
	let isText = false;
	let isPhonetic = false;
	return {
		open(name) {
			if (name === 'si') text = '';
			else if (name === 't') isText = true;
			else if (name === 'rPh') isPhonetic = true;
		},
		close(name) {
			if (name === 'si') table.add(decodeEscapes(text));
			else if (name === 't') isText = false;
			else if (name === 'rPh') isPhonetic = false;
		},
		text(raw) {
			if (isText && !isPhonetic) text += decodeXml(raw);
		},
	};
}
