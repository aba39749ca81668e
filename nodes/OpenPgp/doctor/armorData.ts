import { firstPacketOf } from './firstPacket';

/** A word this long may be data; a line of armour has up to 76 characters. */
const DATA_WORD_LENGTH = 16;
const base64Word = /^[A-Za-z0-9+/]{4,}={0,2}$/;

/**
 * Where the data begins after a BEGIN line: after its headers, whatever they look like and however the lines were joined.
 * Data must be readable as a packet; undefined when there is none.
 */
export function findArmorData(text: string): number | undefined {
	let lineStart = 0;
	for (const line of text.split('\n')) {
		const at = findInLine(line);
		if (at !== undefined) return lineStart + at;
		lineStart += line.length + 1;
	}
	return undefined;
}

function findInLine(line: string): number | undefined {
	for (const { 0: word, index } of line.matchAll(/\S+/g)) {
		if (startsData(word)) return index;
	}
	return undefined;
}

function startsData(word: string): boolean {
	// Directly after it on the same line: the footer, a quotation mark, the end of a JSON string.
	const [data = ''] = /^[A-Za-z0-9+/=]{0,100}/.exec(word) ?? [];
	if (data.length < DATA_WORD_LENGTH || !base64Word.test(data.slice(0, DATA_WORD_LENGTH))) return false;
	return firstPacketOf(Buffer.from(data.slice(0, DATA_WORD_LENGTH), 'base64')) !== undefined;
}

/** The base64 of a text, up to its padding, its checksum or its footer; and how much of the text it takes. */
export function takeBase64(text: string): { data: string; end: number | undefined } {
	const at = text.search(/=|--/);
	const end = at < 0 ? undefined : at;
	return { data: text.slice(0, end).replace(/[^A-Za-z0-9+/]+/g, ''), end };
}
