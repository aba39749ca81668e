import type { Bytes } from '../../shared/files/streams';
import { BrokenPackets, type Work } from './work';

/** How much text may precede the armour; a mail with its headers fits. */
const LEADING_TEXT_AT_MOST = 1024 * 1024;
/** The line of the header itself, with a byte order mark and spaces. */
const BEGIN_LENGTH_AT_MOST = 128;
const HEADERS_AT_MOST = 64 * 1024;
/** How much of a header line is examined. */
const HEADER_LENGTH_AT_MOST = 256;
/** Lines have at most 76 characters (RFC 9580, section 6); a longer one is decoded before its end. */
const LINE_LENGTH_AT_MOST = 64 * 1024;
/** Longer texts are slower, and cost far more memory. */
const TEXT_BYTES = 64 * 1024;

/**
 * The bytes inside an ASCII armour (RFC 9580, section 6.2), as they arrive. Text before and after it is skipped. The
 * checksum is ignored: an implementation "MUST NOT reject an OpenPGP object when the CRC24 footer is present, missing,
 * malformed, or disagrees" (6.1), and the integrity check inside says far more.
 */
export async function* dearmor(
	source: Bytes,
	work: Work,
	label: 'MESSAGE' | 'SIGNATURE' = 'MESSAGE',
): AsyncGenerator<Buffer> {
	const begin = new RegExp(
		`(?:^|\\n)(?:\\xef\\xbb\\xbf)?-----BEGIN PGP ${label}-----[ \\t]{0,80}\\r?\\n`,
		'g',
	);
	let text = '';
	let passed = 0;
	let stage: 'before' | 'headers' | 'inside' = 'before';
	let carried = '';
	for await (const piece of inPieces(source, work)) {
		text += piece.toString('latin1');
		if (stage === 'before') {
			begin.lastIndex = 0;
			const isFound = begin.test(text);
			// Text that can no longer begin the header line is dropped.
			const rest = isFound ? begin.lastIndex : Math.max(0, text.length - BEGIN_LENGTH_AT_MOST);
			passed += rest;
			text = text.slice(rest);
			if (isFound) stage = 'headers';
			else if (passed > LEADING_TEXT_AT_MOST) throw new BrokenPackets('there is no armour header');
			else continue;
		}
		if (stage === 'headers') {
			const start = skipHeaders(text);
			if (start === undefined) {
				if (text.length > HEADERS_AT_MOST) throw new BrokenPackets('the armour has no data');
				continue;
			}
			text = text.slice(start);
			stage = 'inside';
		}
		const end = findEnd(text);
		// An unfinished line is kept: it may be the footer.
		const lastLine = text.lastIndexOf('\n') + 1;
		const isEndless = text.length - lastLine > LINE_LENGTH_AT_MOST;
		const complete = end ?? (isEndless ? text.length : lastLine);
		const decoded = decode(carried, text.slice(0, complete));
		carried = decoded.carried;
		if (decoded.bytes.length > 0) yield decoded.bytes;
		if (end !== undefined) {
			if (carried !== '') yield Buffer.from(carried, 'base64');
			return;
		}
		text = text.slice(complete);
	}
	throw new BrokenPackets('the armour has no end');
}

/** The same bytes in pieces no larger than a text should be. */
async function* inPieces(source: Bytes, work: Work): AsyncGenerator<Buffer> {
	for await (const chunk of source) {
		const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
		for (let start = 0; start < bytes.length; start += TEXT_BYTES) {
			await work.turn();
			yield bytes.subarray(start, start + TEXT_BYTES);
		}
	}
}

/** Where the base64 begins: after further headers ("Version: ..." and the like), and a line with only white space. */
function skipHeaders(text: string): number | undefined {
	for (let start = 0; ;) {
		const end = text.indexOf('\n', start);
		if (end < 0) return undefined;
		const line = text.slice(start, Math.min(end, start + HEADER_LENGTH_AT_MOST)).trim();
		if (line === '') return end + 1;
		// Some programs omit the empty line: then the first line that is not a header is data.
		if (!/^[A-Za-z][A-Za-z0-9-]*:/.test(line)) return start;
		start = end + 1;
	}
}

/** Where the base64 ends: before the checksum, or before the footer. */
function findEnd(text: string): number | undefined {
	const footer = text.startsWith('-----END') ? 0 : text.indexOf('\n-----END');
	if (footer < 0) return undefined;
	const checksum = /(?:^|\n)=[A-Za-z0-9+/]{4}[ \t\r]*$/.exec(text.slice(0, footer));
	return checksum === null ? footer : checksum.index;
}

/** Base64 has groups of four characters; an incomplete group is carried over to the next piece. */
function decode(carried: string, text: string): { bytes: Buffer; carried: string } {
	if (carried === '' && hasEvenLines(text)) return { bytes: Buffer.from(text, 'base64'), carried: '' };
	const characters = carried + text.replace(/\s+/g, '');
	const whole = characters.length - (characters.length % 4);
	return { bytes: Buffer.from(characters.slice(0, whole), 'base64'), carried: characters.slice(whole) };
}

/** Whether all lines have the same length, a multiple of four: then Node's decoder accepts the text as it is. */
function hasEvenLines(text: string): boolean {
	const lineEnd = text.indexOf('\n');
	if (lineEnd <= 0) return false;
	const width = text.charCodeAt(lineEnd - 1) === 13 ? lineEnd - 1 : lineEnd;
	if (width % 4 !== 0 || text.length % (lineEnd + 1) !== 0) return false;
	for (let at = lineEnd; at < text.length; at += lineEnd + 1) {
		if (text.charCodeAt(at) !== 10) return false;
	}
	return true;
}
