/**
 * Repairs what happens to armoured keys when people paste them (RFC 9580, section 6.2, is strict about lines): Windows
 * line ends, indentation, `\n` written out, everything on one line, Version headers, quotes around it, a byte order mark.
 */

const blockPattern = /-----BEGIN PGP ([A-Z ]+?)-----([\s\S]*?)-----END PGP \1-----/g;
/** There is no colon in base64, so a line with one is a header, whatever its name (RFC 9580, section 6.2.2). */
const headerPattern = /^[A-Za-z][A-Za-z0-9-]*:(?:\s|$)/;
const checksumPattern = /^=[A-Za-z0-9+/]{4}$/;
/** A run of base64 this long in one word is data, not a word of a Version or Comment header. */
const dataWordPattern = /^[A-Za-z0-9+/=]{40,}$/;

export interface ArmorBlock {
	/** For example `PRIVATE KEY BLOCK`. */
	kind: string;
	armor: string;
}

/** Every armoured block in the text, each made valid again. */
export function readArmorBlocks(text: string): ArmorBlock[] {
	const unescaped = text.replace(/\\r/g, '').replace(/\\n/g, '\n');
	return [...unescaped.matchAll(blockPattern)].map(([, kind = '', body = '']) => ({
		kind,
		armor: `-----BEGIN PGP ${kind}-----\n\n${repairBody(body)}\n-----END PGP ${kind}-----\n`,
	}));
}

function repairBody(body: string): string {
	const words = dropHeaders(body.split(/\r\n|\r|\n/).map((line) => line.trim())).split(/\s+/);
	const data = words.filter((word) => word !== '' && !checksumPattern.test(word)).join('');
	// The checksum is left out: RFC 9580, section 6.1, makes it optional, and the key material protects itself.
	return data.replace(/(.{64})/g, '$1\n').trim();
}

/** Header lines end at the first line without one; pasted on one line, at the first word that can only be data. */
function dropHeaders(lines: string[]): string {
	const rest = [...lines];
	while (rest.length > 0 && (rest[0] === '' || headerPattern.test(rest[0] ?? ''))) {
		const line = rest.shift() ?? '';
		const words = line.split(/\s+/);
		const firstData = words.findIndex((word) => dataWordPattern.test(word));
		if (firstData >= 0) return [...words.slice(firstData), ...rest].join('\n');
	}
	return rest.join('\n');
}
