import type { FieldCase, FieldCases } from './fieldCase.mts';
import { bytesOf } from './oddKeys.mts';

/** What happens to the text of a key on its way into the field. */
const ways: Record<string, [what: string, mangle: (armor: string, fingerprint: string) => string]> = {
	K00: ['as gpg writes it', (armor) => armor],
	K01: ['`\\n` written out, on one line (.env files)', (armor) => armor.replace(/\r?\n/g, '\\n')],
	K02: ['`\\\\r\\\\n` escaped twice', (armor) => armor.replace(/\r?\n/g, '\\\\r\\\\n')],
	K03: ['a JSON string with `\\/`', (armor) => JSON.stringify(armor).replace(/\//g, '\\/')],
	K04: ['spaces for line breaks', (armor) => lf(armor).replace(/\n/g, ' ')],
	K05: [
		'the same with Version and Comment',
		(armor) =>
			withHeaders(armor, 'Version: GnuPG v2', 'Comment: GPGTools - https://gpgtools.org').replace(/\n/g, ' '),
	],
	K06: [
		"Kleopatra's export: `Comment: Fingerprint: …`",
		(armor, fingerprint) =>
			withHeaders(
				armor,
				'Comment: User-ID:\tCustomer',
				'Comment: Valid from:\t11/28/2026 6:52 AM',
				'Comment: Type:\t255-bit EdDSA (secret key available)',
				`Comment: Fingerprint:\t${fingerprint}`,
			),
	],
	K06b: [
		'that one header line alone',
		(armor, fingerprint) => withHeaders(armor, `Comment: Fingerprint: ${fingerprint}`),
	],
	K06c: [
		"Sequoia's: the fingerprint in groups of four",
		(armor, fingerprint) => withHeaders(armor, `Comment: ${fingerprint.replace(/(.{4})/g, '$1 ').trim()}`),
	],
	K06d: [
		'a header that is a long address',
		(armor) =>
			withHeaders(
				armor,
				'Comment: https://keys.example.com/a/very/long/address/that/looks/like/base64AAAABBBBCCCCDDDD',
			),
	],
	K08: ['no blank line below the header', (armor) => withHeaders(armor, 'Version: 1').replace('\n\n', '\n')],
	K08b: ['no blank line, and no header', (armor) => lf(armor).replace('\n\n', '\n')],
	K09: [
		'header name with spaces (BCPG C#)',
		(armor) => withHeaders(armor, 'Independent Software Pty. Ltd. 2017: 1.0.0.0'),
	],
	K10: ['a header without a colon', (armor) => withHeaders(armor, 'made by our key server')],
	K11a: ['byte order mark, CRLF', (armor) => `\uFEFF${lf(armor).replace(/\n/g, '\r\n')}`],
	K11b: ['spaces at the ends of lines', (armor) => lf(armor).replace(/\n/g, '  \n')],
	K11c: ['indented, with no-break spaces', (armor) => lf(armor).replace(/^/gm, '\u00A0\u00A0  ')],
	K11d: [
		'zero-width spaces (Teams, web pages)',
		(armor) =>
			lf(armor)
				.replace(/^(.{10})/gm, '$1\u200B')
				.replace(/^/, '\u200B'),
	],
	K11e: ['lines broken at 40 characters', (armor) => lf(armor).replace(/^(?!-)(.{40})/gm, '$1\n')],
	K11f: ['an empty line between all lines', (armor) => lf(armor).replace(/\n/g, '\n\n')],
	K11g: ['CR alone', (armor) => lf(armor).replace(/\n/g, '\r')],
	K12: ['en dashes (Word, Outlook)', (armor) => armor.replace(/-----/g, '\u2013\u2013-\u2013\u2013')],
	K12b: ['em dashes', (armor) => armor.replace(/-----/g, '\u2014\u2014-')],
	K13: [
		'HTML entities: `&#13;`, `&#x2F;`',
		(armor) => lf(armor).replace(/\n/g, '&#13;&#10;').replace(/\//g, '&#x2F;'),
	],
	K13b: ['`<br>`', (armor) => lf(armor).replace(/\n/g, '<br>\n')],
	K13c: ['`<pre>` around it', (armor) => `<pre>${armor}</pre>`],
	K14: [
		'`+` became a blank (web form)',
		(armor) => lf(armor).replace(/^(?!-)(.*)$/gm, (line) => line.replace(/\+/g, ' ')),
	],
	K15: ['base64 of the armour', (armor) => Buffer.from(armor).toString('base64')],
	K16a: ['base64 of the binary export', (armor) => bytesOf(armor).toString('base64')],
	K16b: [
		'the lines without BEGIN and END',
		(armor) =>
			lf(armor)
				.split('\n')
				.filter((line) => /^[A-Za-z0-9+/]{20,}=*$/.test(line))
				.join('\n'),
	],
	K16c: ['hexadecimal digits', (armor) => bytesOf(armor).toString('hex')],
	K22: ['the END line is missing', (armor) => armor.replace(/-----END.*/, '')],
	K22b: ['cut off in the middle', (armor) => armor.slice(0, armor.length / 2)],
	K22c: ['one line is missing', (armor) => lf(armor).split('\n').toSpliced(6, 1).join('\n')],
	K23: ['quoted with `> `', (armor) => lf(armor).replace(/^/gm, '> ')],
	K23b: ['a text before and after it', (armor) => `Here is the key:\n\n${armor}\nBest regards`],
	K23c: ['in quotation marks', (armor) => `"${armor.trim()}"`],
	K23d: ['as a value of YAML', (armor) => `key: |\n${lf(armor).replace(/^/gm, '  ')}`],
	K23e: [
		'quoted-printable (`=3D`, soft line breaks)',
		(armor) =>
			lf(armor)
				.replace(/=/g, '=3D')
				.replace(/^([A-Za-z0-9+/]{30})/gm, '$1=\n'),
	],
	K24: ['UTF-16 that was pasted as text', (armor) => [...armor].join('\u0000')],
};

const lf = (text: string) => text.replace(/\r\n/g, '\n');

/** The armour with these lines below its BEGIN line. */
const withHeaders = (armor: string, ...headers: string[]) =>
	lf(armor).replace(/^(-----BEGIN.*-----)\n/, `$1\n${headers.join('\n')}\n`);

export const pastedText: FieldCases = Object.fromEntries(
	Object.entries(ways).map(([id, [what, mangle]]): [string, FieldCase] => [
		id,
		{
			what: `Private key: ${what}`,
			run: async (world) =>
				await world.paste(mangle(world.ours.armor(), world.ours.getFingerprint().toUpperCase())),
		},
	]),
);
