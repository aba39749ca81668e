import { gzipSync } from 'node:zlib';
import { createMessage, encrypt, type PrivateKey } from 'openpgp';
import { readMessageForm } from '../../../nodes/OpenPgp/engine/messageForm';
import { createRandom } from '../../../tools/sandbox/random.mts';
import { newKey } from '../newKey.mts';

let key: PrivateKey;
let binary: Buffer;
let armored: string;

beforeAll(async () => {
	key = await newKey('Customer');
	binary = Buffer.from(
		await encrypt({
			message: await createMessage({ text: 'ID,AMOUNT\n' }),
			encryptionKeys: key.toPublic(),
			format: 'binary',
		}),
	);
	armored = await encrypt({
		message: await createMessage({ text: 'ID,AMOUNT\n' }),
		encryptionKeys: key.toPublic(),
	});
});

/** The first packet with a header of the old format (RFC 9580, section 4.2.2). */
function inOldFormat(message: Buffer): Buffer {
	const type = message[0]! & 0x3f;
	const length = message[1]!;
	return Buffer.concat([Buffer.from([0x80 | (type << 2), length]), message.subarray(2)]);
}

describe('an encrypted message is recognised', () => {
	it.each<[string, () => Buffer]>([
		['binary', () => binary],
		['binary, old packet format', () => inOldFormat(binary)],
		['encrypted with a password', () => Buffer.from([0xc3, 0x2e, 0x04, 0x09])],
		['a version 6 session key', () => Buffer.from([0xc1, 0x3d, 0x06, 0x22])],
		['without a session key packet', () => Buffer.from([0xd2, 0xff, 0, 0, 1, 0, 0x01])],
		['with a length in two octets', () => Buffer.from([0xc1, 0xc0, 0x4c, 0x03])],
		['behind a marker packet', () => Buffer.concat([Buffer.from([0xca, 3, 0x50, 0x47, 0x50]), binary])],
	])('%s', async (_, bytes) => expect(await readMessageForm(bytes())).toBe('binary'));

	it.each<[string, () => string]>([
		['armoured', () => armored],
		['armoured, with Windows line ends', () => armored.replace(/\r?\n/g, '\r\n')],
		['armoured, behind text', () => `Dear customer,\r\nyour report:\r\n\r\n${armored}`],
		['armoured, behind a byte order mark', () => `\uFEFF${armored}`],
		['armoured, indented', () => armored.replace(/^/gm, '  ')],
	])('%s', async (_, text) => expect(await readMessageForm(Buffer.from(text()))).toBe('armored'));
});

it.each<[string, () => string]>([
	['a public key', () => key.toPublic().armor()],
	['a private key', () => key.armor()],
	['a signature', () => '-----BEGIN PGP SIGNATURE-----\n\nwsB\n-----END PGP SIGNATURE-----'],
	['a cleartext-signed text', () => '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nhi'],
])('%s in armour is distinguished from an encrypted message', async (_, text) => {
	expect(await readMessageForm(Buffer.from(text()))).toBe('other armor');
});

describe('anything else is not taken for a message', () => {
	it.each<[string, string]>([
		['CSV', 'ID,AMOUNT\n1,2\n'],
		['CSV in quotes', '"Name","Betrag"\r\n'],
		['CSV behind a byte order mark', '\uFEFFID;Betrag\n'],
		...['Ärger', 'Über', 'état', 'État', 'Ñame', 'çok', 'Ślad', 'ήπειρος', 'Ёлка', 'Ұзындық', 'Հայ'].map(
			(word): [string, string] => [`CSV that starts with ${word}`, `${word},1\n`],
		),
		...['שם', 'اسم', 'नाम', '東京', '한국', '💶'].map((word): [string, string] => [
			`CSV that starts with ${word}`,
			`${word},1\n`,
		]),
		['CSV that starts with əmək (Azerbaijani)', 'əmək haqqı,1\n'],
		['CSV that starts with ɛ (Ewe)', 'ɛ,1\n'],
		['JSON', '{"a":1}'],
		['XML', '<?xml version="1.0"?>'],
		['PDF', '%PDF-1.7\n%âãÏÓ'],
	])('%s', async (_, text) => expect(await readMessageForm(Buffer.from(text))).toBe('none'));

	it.each([
		'État;Montant\r\n',
		'Échéance;1\r\n',
		'Émetteur,1\n',
		'Âge;1\n',
		'Ère;1\n',
		'Übertrag;1\n',
		'£;1\n',
	])('CSV in Windows-1252 that starts with %p', async (text) =>
		expect(await readMessageForm(Buffer.from(text, 'latin1'))).toBe('none'),
	);

	it.each<[string, Buffer]>([
		['gzip', gzipSync('ID,AMOUNT\n')],
		['zip', Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x14, 0])],
		['XLS', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])],
		['PNG', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
		['JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
		['UTF-16 text', Buffer.from('\uFEFFID,AMOUNT', 'utf16le')],
		['Parquet', Buffer.from('PAR1')],
		['zstd', Buffer.from([0x28, 0xb5, 0x2f, 0xfd])],
		['an empty file', Buffer.alloc(0)],
		...Array.from({ length: 256 }, (_, byte): [string, Buffer] => [
			`one byte, ${byte.toString(16)}`,
			Buffer.from([byte]),
		]),
	])('%s', async (_, bytes) => expect(await readMessageForm(bytes)).toBe('none'));

	it('10,000 CSV heads in all alphabets', async () => {
		const random = createRandom(20260101);
		const separators = [',', ';', '\t', '|'];
		const letter = () => {
			// Every plane that letters live in, without control characters and surrogates.
			const [from, to] = random.pick([
				[0x20, 0x7e],
				[0xa0, 0x24f],
				[0x250, 0x5ff],
				[0x600, 0xd7ff],
				[0xe000, 0xfffd],
				[0x1f300, 0x1faff],
			] as const);
			return String.fromCodePoint(from + random.below(to - from + 1));
		};
		const field = () => Array.from({ length: 1 + random.below(12) }, letter).join('');
		const mistaken: string[] = [];
		for (let time = 0; time < 10_000; time++) {
			const separator = random.pick(separators);
			const head = Array.from({ length: 1 + random.below(8) }, field).join(separator) + '\r\n';
			if ((await readMessageForm(Buffer.from(head))) !== 'none') mistaken.push(head);
		}
		expect(mistaken).toEqual([]);
	});
});
