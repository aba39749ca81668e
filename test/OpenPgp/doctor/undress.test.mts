import { randomBytes } from 'node:crypto';
import { armor, enums, type PrivateKey } from 'openpgp';
import { undress } from '../../../nodes/OpenPgp/doctor/undress';
import { collect } from '../../../nodes/shared/files/streams';
import { encryptBytes } from '../messages.mts';
import { newKey } from '../newKey.mts';

let key: PrivateKey;
let binary: Buffer;
let text: string;

beforeAll(async () => (key = await newKey('Customer')));

/** Nothing that compresses. */
async function useMessageOf(length: number): Promise<void> {
	binary = await encryptBytes(randomBytes(length), { to: [key.toPublic()] });
	text = armor(enums.armor.message, new Uint8Array(binary));
}

async function* pieces(bytes: Buffer, size: number) {
	for (let start = 0; start < bytes.length; start += size) {
		yield Buffer.from(bytes.subarray(start, start + size));
	}
}

const lines = () => text.trim().split(/\r?\n/);
const dressed: Array<[string, () => string | Buffer]> = [
	['UTF-16, little end first', () => Buffer.from(`\uFEFF${text}`, 'utf16le')],
	['UTF-16, big end first', () => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
	['base64', () => binary.toString('base64')],
	['base64 on lines', () => binary.toString('base64').replace(/(.{76})/g, '$1\r\n')],
	['base64url', () => binary.toString('base64url')],
	['a data URL', () => `data:application/octet-stream;base64,${binary.toString('base64')}`],
	['base64 in JSON', () => JSON.stringify({ name: 'a', file: binary.toString('base64') })],
	['base64 of the armour', () => Buffer.from(text).toString('base64')],
	['hexadecimal digits', () => binary.toString('hex')],
	['its bytes as UTF-8 text', () => Buffer.from(binary.toString('latin1'), 'utf8')],
	[
		'a quoted mail',
		() =>
			lines()
				.map((line) => `> > ${line}`)
				.join('\n'),
	],
	['a web page', () => `<html><body><pre>${text}</pre></body></html>`],
	['a web page with line breaks', () => `<div>${lines().join('<br>\r\n')}</div>`],
	['entities', () => lines().join('&#13;\n').replace(/\+/g, '&#43;').replace(/\//g, '&#x2F;')],
	['one line with \\n', () => lines().join('\\n')],
	[
		'a JSON string with \\r\\n and \\/',
		() => JSON.stringify({ data: lines().join('\r\n') }).replace(/\//g, '\\/'),
	],
	['one line with blanks', () => lines().join(' ')],
	['old Mac line ends', () => lines().join('\r')],
	[
		'indentation',
		() =>
			lines()
				.map((line) => `    ${line}`)
				.join('\n'),
	],
	['typographic dashes', () => text.replace(/-----/g, '—–—')],
	[
		'zero-width spaces',
		() =>
			lines()
				.map((line) => `\u200B${line}`)
				.join('\n'),
	],
	['text before it on the line', () => `Here it is: ${text}`],
	['a header name with blanks', () => withHeader('BCPG C# v1.8.1.0 Pty. Ltd. 2017: 1.0.0.0')],
	['a header without a colon', () => withHeader('Created by Example Gateway')],
	['an ARMORED FILE (gpg --enarmor)', () => text.replace(/PGP MESSAGE/g, 'PGP ARMORED FILE')],
	['quoted-printable', () => text.replace(/=/g, '=3D').replace(/(.{40})(.{10})/g, '$1=\r\n$2')],
];

function withHeader(header: string): string {
	const [begin, ...rest] = lines();
	return [begin, header, '', ...rest.filter((line) => line !== '')].join('\n');
}

// All longer than what is read ahead. Tiny pieces take long, and 70 kB are 10,000 of them.
describe.each([
	[1 << 20, 300_000],
	[1021, 300_000],
	[7, 70_000],
])('in pieces of %i bytes', (size, length) => {
	beforeAll(async () => await useMessageOf(length));

	it.each(dressed)('a message as %s is unwrapped, and that is reported', async (_, make) => {
		const { bytes, repairs, thing } = await undress(pieces(Buffer.from(make()), size));
		expect(thing).toBeUndefined();
		const undressed = await collect(bytes);
		const isArmor = undressed.toString('latin1').includes('-----BEGIN');
		expect(isArmor ? undressed.toString().trim() : undressed.equals(binary)).toEqual(
			isArmor ? expect.stringContaining(lines()[2]!) : true,
		);
		expect(repairs.length).toBeGreaterThan(0);
	});

	it.each<[string, () => string | Buffer]>([
		['binary', () => binary],
		['armoured', () => text],
		['armoured, with a checksum', () => text.replace('-----END', '=AAAA\n-----END')],
		['behind a mail', () => `From: a@b.example\r\nSubject: x\r\n\r\n${text}`],
	])('a message that is %s passes unchanged', async (_, make) => {
		const source = Buffer.from(make());
		const { bytes, repairs } = await undress(pieces(source, size));
		expect(repairs).toEqual([]);
		const passed = await collect(bytes);
		expect(source.subarray(0, passed.length).equals(passed)).toBe(true);
		expect(source.length - passed.length).toBeLessThan(40);
	});

	it.each<[string, () => string, RegExp]>([
		['two messages', () => `${text}\n${text}`, /several OpenPGP messages/],
		[
			'two messages that need a repair',
			() => `> ${lines().join('\n> ')}\n> ${lines().join('\n> ')}`,
			/several/,
		],
		[
			'a message without its END line',
			() => text.slice(0, text.indexOf('-----END')),
			/cut off: its END line/,
		],
		[
			'an odd one without its END line',
			() => `x ${text.slice(0, text.indexOf('-----END'))}`,
			/cut off: its END/,
		],
		[
			'an armour with nothing in it',
			() => '-----BEGIN PGP MESSAGE-----\n\n???\n-----END PGP MESSAGE-----',
			/armour/,
		],
	])('%s fail with their own error', async (_, make, error) => {
		const read = async () => await collect((await undress(pieces(Buffer.from(make()), size))).bytes);
		await expect(read()).rejects.toThrow(error);
	});
});

it.each<[string, string | Buffer, RegExp]>([
	['nothing', '', /^empty/],
	['white space', '\r\n', /^empty/],
	['a login page', '<!DOCTYPE html><html><title>Login</title>', /web page/],
	['an error in JSON', '{"error":"unauthorized"}', /JSON/],
	['a ZIP archive', Buffer.from('504b0304140000000800', 'hex'), /ZIP/],
	['a PDF', '%PDF-1.7', /PDF/],
	['a CSV file', 'ID,NAME\n1,Müller\n', /plain text/],
	['an SSH key', '-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n', /SSH key/],
	['age', 'age-encryption.org/v1\n', /age/],
	[
		'bytes that were read as text',
		Buffer.from('\uFFFD\u0001\u000c\u0003&Or\uFFFD\uFFFDA9_', 'utf8'),
		/beyond repair/,
	],
])('names the format of %s', async (_, bytes, what) => {
	const { thing } = await undress(pieces(Buffer.from(bytes), 1 << 20));
	expect(thing?.what).toMatch(what);
	expect(thing?.remedy).toMatch(/\.$/);
});

it('takes time in proportion to the length of the input', async () => {
	const hostile = [
		'-----BEGIN PGP MESSAGE-----'.repeat(40_000),
		`-----BEGIN PGP MESSAGE-----\n${'>'.repeat(1_000_000)}`,
		`-----BEGIN PGP MESSAGE-----\n${'\\'.repeat(1_000_000)}`,
		`-----BEGIN PGP MESSAGE-----\n${'<'.repeat(1_000_000)}`,
		`-----BEGIN PGP MESSAGE-----\n${'= '.repeat(500_000)}`,
		'-'.repeat(1_000_000),
		'{"'.repeat(500_000),
	];
	for (const one of hostile) {
		const started = process.cpuUsage();
		await undress(pieces(Buffer.from(one), 65_536))
			.then(async ({ bytes }) => await collect(bytes))
			.catch(() => undefined);
		const { user } = process.cpuUsage(started);
		expect(user / 1_000).toBeLessThan(2_000);
	}
});
