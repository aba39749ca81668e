/**
 * Undoes what mail programs, web pages, JSON and configuration files do to armour. Each replacement is linear in the length
 * of the text: anybody may have sent it.
 */
export function unwrapText(text: string): string {
	return (
		text
			.replace(/\\{1,8}u([0-9a-fA-F]{4})/g, (_, digits: string) => character(parseInt(digits, 16)))
			.replace(/\\{1,8}r\\{1,8}n|\\{1,8}[rn]/g, '\n')
			.replace(/\\{1,8}t/g, ' ')
			.replace(/\\{1,8}\//g, '/')
			.replace(/<\/?(?:br|p|div|pre|code|span|td|tr|li|font|blockquote)\b[^<>]{0,300}>/gi, '\n')
			.replace(/&(?:#(\d{1,6})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, entity)
			.replace(/\r\n?/g, '\n')
			.replace(INVISIBLE, '')
			.replace(/[\u00A0\u2000-\u200A\u202F\u3000]/g, ' ')
			.replace(/^[ \t]{0,80}>(?:[ \t]?>){0,20}[ \t]?/gm, '')
			// The soft line breaks of quoted-printable; base64 never follows base64 padding.
			.replace(/=[ \t]{0,8}\n(?=[A-Za-z0-9+/])/g, '')
			.replace(
				/(?:-|[\u2010-\u2015\u2212]|=2D){2,10} ?(BEGIN|END) PGP ([A-Z0-9 ,/]{3,40}?) ?(?:-|[\u2010-\u2015\u2212]|=2D){2,10}/g,
				'-----$1 PGP $2-----',
			)
	);
}

/** Zero-width characters, soft hyphens, direction marks, and the zero octets of UTF-16. */
// eslint-disable-next-line no-control-regex
const INVISIBLE = /[\u0000\u200B-\u200F\u2060-\u2064\uFEFF\u00AD\u202A-\u202E]/g;

const named: Record<string, string> = {
	nbsp: ' ',
	plus: '+',
	sol: '/',
	equals: '=',
	gt: '>',
	lt: '<',
	amp: '&',
	quot: '"',
	ndash: '-',
	mdash: '-',
	minus: '-',
	hyphen: '-',
	colon: ':',
	newline: '\n',
	tab: ' ',
};

function entity(whole: string, decimal?: string, hexadecimal?: string, name?: string): string {
	if (decimal !== undefined) return character(Number(decimal));
	if (hexadecimal !== undefined) return character(parseInt(hexadecimal, 16));
	return named[(name ?? '').toLowerCase()] ?? whole;
}

const character = (code: number) => (code === 13 ? '\n' : code <= 0x10ffff ? String.fromCodePoint(code) : '');
