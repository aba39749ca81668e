import { readKey, type PrivateKey } from 'openpgp';
import { readArmorBlocks } from '../../../nodes/OpenPgp/keys/armor';
import { newKey } from '../newKey.mts';

let privateKey: PrivateKey;
let armor: string;
let otherArmor: string;

beforeAll(async () => {
	privateKey = await newKey('Customer');
	armor = privateKey.armor();
	otherArmor = (await newKey('Customer before')).toPublic().armor();
});

const lines = () => armor.trim().split(/\r?\n/);
const withHeaders = (...headers: string[]) => {
	const [begin, , ...rest] = lines();
	return [begin, ...headers, '', ...rest].join('\n');
};

async function expectTheKey(text: string) {
	const blocks = readArmorBlocks(text);
	expect(blocks.map(({ kind }) => kind)).toEqual(['PRIVATE KEY BLOCK']);
	const key = await readKey({ armoredKey: blocks[0]!.armor });
	expect(Buffer.from(key.write()).equals(Buffer.from(privateKey.write()))).toBe(true);
}

describe('a pasted key block is read', () => {
	it.each<[string, () => string]>([
		['as it was exported', () => armor],
		['with Windows line ends', () => lines().join('\r\n')],
		['with old Mac line ends', () => lines().join('\r')],
		['with a space or tab before each line', () => lines().join('\n \t')],
		['with blanks behind each line', () => lines().join('  \n')],
		['with an empty line between all lines', () => lines().join('\n\n')],
		['with line ends written out as \\n', () => lines().join('\\n')],
		['with line ends written out as \\r\\n', () => lines().join('\\r\\n')],
		['as a JSON string', () => JSON.stringify(armor)],
		['on one line, with spaces for line ends', () => lines().join(' ')],
		['on one line, with nothing for line ends', () => lines().join('')],
		['on one line, with several spaces', () => lines().join('    ')],
		['with a Version header', () => withHeaders('Version: GnuPG v2.0.22 (GNU/Linux)')],
		[
			'with several headers',
			() =>
				withHeaders(
					'Version: Encryption Desktop 10.4.0 (Build 1254)',
					'Comment: https://gpgtools.org',
					'Charset: utf-8',
				),
		],
		[
			'with a header that holds one long word',
			() => withHeaders('Comment: https://keys.example.com/pks/lookup?op=get&search=0x1234567890ABCDEF'),
		],
		['with a header it does not know', () => withHeaders('Usage: only for report files')],
		[
			'on one line, with headers',
			() => withHeaders('Version: GnuPG v2', 'Comment: a key of ours').split('\n').join(' '),
		],
		['in straight quotes', () => `"${armor.trim()}"`],
		['in single quotes', () => `'${armor.trim()}'`],
		['in typographic quotes', () => `“${armor.trim()}”`],
		['behind a byte order mark', () => `\uFEFF${armor}`],
		['between text', () => `Dear customer,\nhere it is:\n${armor}\nRegards, Tesouro`],
		['right behind text on the same line', () => `key = ${armor.trim()}; end`],
		['without a checksum', () => privateKey.armor().replace(/^=[A-Za-z0-9+/]{4}\r?\n/m, '')],
		[
			'with a checksum',
			() => privateKey.armor(undefined).replace(/(\r?\n)(-----END)/, `$1=${checksum()}$1$2`),
		],
		[
			'on one line, with a checksum',
			() => armor.replace(/(\r?\n)(-----END)/, `$1=${checksum()}$1$2`).replace(/\r?\n/g, ' '),
		],
		[
			'with a checksum that is wrong, since the key protects itself',
			() => armor.replace('-----END', '=AAAA\n-----END'),
		],
	])('%s', async (_, text) => await expectTheKey(text()));
});

it('reads every block of a field, whatever stands between them', async () => {
	const text = `first\n${armor}\nsecond: ${lines().join('\\n')} ${otherArmor.replace(/\r?\n/g, ' ')}`;
	const blocks = readArmorBlocks(text);
	expect(blocks.map(({ kind }) => kind)).toEqual([
		'PRIVATE KEY BLOCK',
		'PRIVATE KEY BLOCK',
		'PUBLIC KEY BLOCK',
	]);
	for (const block of blocks) await readKey({ armoredKey: block.armor });
});

it.each([
	['nothing', ''],
	['text', 'not a key'],
	['a block without its end', '-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nxVgEZ'],
	['a block that ends as another kind', '-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n-----END PGP MESSAGE-----'],
	['a key of OpenSSL', '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----'],
])('finds no block in %s', (_, text) => {
	expect(readArmorBlocks(text)).toEqual([]);
});

it('searches a long text without a block in a moment', () => {
	const started = performance.now();
	expect(readArmorBlocks('-----BEGIN PGP MESSAGE-----'.repeat(2_000))).toEqual([]);
	expect(readArmorBlocks('A'.repeat(1_000_000))).toEqual([]);
	expect(performance.now() - started).toBeLessThan(20_000);
});

/** CRC-24 (RFC 9580, section 6.1.1). */
function checksum(): string {
	let crc = 0xb704ce;
	for (const byte of privateKey.write()) {
		crc ^= byte << 16;
		for (let bit = 0; bit < 8; bit++) {
			crc <<= 1;
			if ((crc & 0x1000000) !== 0) crc ^= 0x1864cfb;
		}
	}
	return Buffer.from([crc >> 16, crc >> 8, crc].map((byte) => byte & 0xff)).toString('base64');
}
