import { BrokenWorkbook } from './brokenWorkbook';

/** What is in an XML document, in order. Names come without their prefix. */
export interface XmlHandler {
	/** `attributes` is the text between the name and the end of the tag. */
	open(name: string, attributes: string): void;
	close(name: string): void;
	/** As it is written: `decodeXml` makes text of it. */
	text?(raw: string): void;
}

/** A cell holds 32,767 characters, each of which may be written as an entity. More than that in one piece is an attack. */
const PIECE_CHARACTERS_AT_MOST = 1_000_000;
const DEPTH_AT_MOST = 200;
const DOUBLE_QUOTE = 34;
const SINGLE_QUOTE = 39;
const TAG_END = 62;

/**
 * Reads XML as it comes, as far as the parts of a workbook need it: elements, attributes, texts. A document type, by
 * which entities could be declared that grow without end, is refused; Excel writes none.
 */
export class XmlScanner {
	private rest = '';
	/** A long piece is looked through again when twice as much of it is there, not with each chunk. */
	private wanted = 0;
	/** The elements that are open. */
	private readonly within: string[] = [];

	constructor(private readonly handler: XmlHandler) {}

	feed(chunk: string): void {
		this.rest += chunk;
		if (this.rest.length >= this.wanted) this.look();
	}

	end(): void {
		this.look();
		if (this.rest.trim() !== '' || this.within.length > 0) throw new BrokenWorkbook('it ends early');
	}

	private look(): void {
		const text = this.rest;
		let at = 0;
		for (;;) {
			const tag = text.indexOf('<', at);
			if (tag < 0) break;
			const end = this.endOf(text, tag);
			if (end < 0) break;
			if (tag > at) this.handler.text?.(text.slice(at, tag));
			this.markup(text, tag, end);
			at = end + 1;
		}
		this.rest = text.slice(at);
		if (this.rest.length > PIECE_CHARACTERS_AT_MOST) throw new BrokenWorkbook('a value in it is too long');
		this.wanted = 2 * this.rest.length;
	}

	private markup(text: string, tag: number, end: number): void {
		const first = text[tag + 1];
		if (first === '/') return this.close(localName(text.slice(tag + 2, end).trimEnd()));
		if (first === '?') return;
		if (first === '!') {
			if (text.startsWith('<![CDATA[', tag)) this.handler.text?.(escaped(text.slice(tag + 9, end - 2)));
			return;
		}
		const isEmpty = text[end - 1] === '/';
		const last = isEmpty ? end - 1 : end;
		let nameEnd = tag + 1;
		while (nameEnd < last && text.charCodeAt(nameEnd) > 32) nameEnd++;
		const name = localName(text.slice(tag + 1, nameEnd));
		if (this.within.push(name) > DEPTH_AT_MOST) throw new BrokenWorkbook('its XML is too deep');
		this.handler.open(name, text.slice(nameEnd, last));
		if (isEmpty) this.close(name);
	}

	/** What is closed must be what was opened last: a broken cell must not get lost silently. */
	private close(name: string): void {
		if (this.within.pop() !== name) throw new BrokenWorkbook('its XML is not well-formed');
		this.handler.close(name);
	}

	/** Where the ">" of a tag is; -1 while it has not come. In the values of attributes it may stand for itself. */
	private endOf(text: string, tag: number): number {
		if (text[tag + 1] === '!') return this.endOfDeclaration(text, tag);
		if (text[tag + 1] === '?') return after(text, '?>', tag);
		let quote = 0;
		for (let at = tag + 1; at < text.length; at++) {
			const sign = text.charCodeAt(at);
			if (quote !== 0) {
				if (sign === quote) quote = 0;
			} else if (sign === DOUBLE_QUOTE || sign === SINGLE_QUOTE) quote = sign;
			else if (sign === TAG_END) return at;
		}
		return -1;
	}

	private endOfDeclaration(text: string, tag: number): number {
		const start = text.slice(tag, tag + '<![CDATA['.length);
		if (start.startsWith('<!--')) return after(text, '-->', tag + 4);
		if (start === '<![CDATA[') return after(text, ']]>', tag);
		if ('<!--'.startsWith(start) || '<![CDATA['.startsWith(start)) return -1;
		throw new BrokenWorkbook(
			'it declares XML entities',
			'Do not open it by other means either; ask the sender about it.',
		);
	}
}

const after = (text: string, mark: string, from: number) => {
	const at = text.indexOf(mark, from);
	return at < 0 ? -1 : at + mark.length - 1;
};

const localName = (name: string) => name.slice(name.indexOf(':') + 1);

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
