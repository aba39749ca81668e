import { BrokenWorkbook } from './brokenWorkbook';

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Raw text of XML as text: entities are replaced, and line ends are LF (XML 1.0, 2.11). */
export function decodeXml(raw: string): string {
	const text = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
	return text.includes('&') ? text.replace(/&([^;&]{0,12});?/g, decodeEntity) : text;
}

function decodeEntity(whole: string, entity: string): string {
	const known = named[entity];
	if (known !== undefined) return known;
	const number = /^#(?:x([0-9a-f]+)|([0-9]+))$/i.exec(entity);
	const code =
		number === null ? NaN : Number.parseInt(number[1] ?? number[2]!, number[1] === undefined ? 10 : 16);
	if (!(code > 0 && code <= 0x10ffff))
		throw new BrokenWorkbook(`it holds an unknown entity, ${whole.slice(0, 20)}`);
	return String.fromCodePoint(code);
}

/** Excel's own escape for what XML cannot hold: `_x000D_` (ECMA-376, 22.9.2.19). */
export const decodeEscapes = (text: string): string =>
	text.includes('_x')
		? text.replace(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
		: text;

const patterns = new Map<string, RegExp>();

/** The value of an attribute; undefined when there is none of this name. */
export function attributeOf(attributes: string, name: string): string | undefined {
	let pattern = patterns.get(name);
	if (pattern === undefined) {
		pattern = new RegExp(`\\s(?:\\w+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
		patterns.set(name, pattern);
	}
	const found = pattern.exec(attributes);
	return found === null ? undefined : decodeXml(found[1] ?? found[2]!);
}
