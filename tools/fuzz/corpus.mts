import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { createMessage, encrypt, enums, generateKey, readPrivateKey, type PrivateKey } from 'openpgp';
import { readKeyRing, type KeyRing } from '../../nodes/OpenPgp/keys/keys';

export interface CorpusMessage {
	name: string;
	bytes: Buffer;
}

export interface Corpus {
	messages: CorpusMessage[];
	/** What stands inside a message: to be changed first and encrypted then, so that the integrity check does not object. */
	contents: CorpusMessage[];
	plaintexts: Buffer[];
	key: PrivateKey;
	ring: KeyRing;
	gpgHome: string;
}

/** Small messages of every common build, made by OpenPGP.js and by gpg, to one key. */
export async function makeCorpus(folder: string): Promise<Corpus> {
	// RSA with 2048 bits: gpg 2.2 and everybody else reads it, and a decryption takes a millisecond.
	const { privateKey } = await generateKey({
		type: 'rsa',
		rsaBits: 2048,
		userIDs: [{ name: 'Fuzz', email: 'fuzz@example.test' }],
		format: 'armored',
	});
	const key = await readPrivateKey({ armoredKey: privateKey });
	const gpgHome = path.join(folder, 'gpg');
	mkdirSync(gpgHome);
	chmodSync(gpgHome, 0o700);
	const gpg = (args: string[], input: Buffer | string) =>
		execFileSync(
			'gpg',
			['--homedir', gpgHome, '--batch', '--yes', '--quiet', '--trust-model', 'always', ...args],
			{
				input,
				stdio: ['pipe', 'pipe', 'ignore'],
				maxBuffer: 1 << 26,
			},
		);
	gpg(['--import'], privateKey);

	const short = Buffer.from('TRANSACTION_ID,AMOUNT\n1,2.50\n');
	const long = Buffer.from(
		Array.from({ length: 3000 }, (_, row) => `${row},"Ärger, ""quoted""",${row * 7}.10\n`).join(''),
	);
	const messages: CorpusMessage[] = [];
	const contents: CorpusMessage[] = [];
	const to = ['--recipient', 'fuzz@example.test'];
	for (const [size, plaintext] of [
		['short', short],
		['long', long],
	] as const) {
		for (const [form, args] of gpgForms) {
			messages.push({ name: `gpg ${form} ${size}`, bytes: gpg([...args, ...to, '--encrypt'], plaintext) });
		}
		for (const [form, args] of contentForms) {
			contents.push({ name: `${form} ${size}`, bytes: gpg(args, plaintext) });
		}
		for (const [form, config] of libraryForms) {
			const bytes = await encrypt({
				message: await createMessage({ binary: new Uint8Array(plaintext) }),
				encryptionKeys: key.toPublic(),
				...(form.includes('signed') && { signingKeys: key }),
				format: 'binary',
				config,
			});
			messages.push({ name: `OpenPGP.js ${form} ${size}`, bytes: Buffer.from(bytes) });
		}
	}
	const ring = await readKeyRing({ privateKeys: privateKey, publicKeys: key.toPublic().armor() });
	return { messages, contents, plaintexts: [short, long], key, ring, gpgHome };
}

const gpgForms: Array<[string, string[]]> = [
	['default', []],
	['uncompressed', ['--compress-algo', 'none']],
	['ZIP', ['--compress-algo', 'zip']],
	['BZip2', ['--compress-algo', 'bzip2']],
	['signed', ['--sign']],
	['armoured', ['--armor']],
	['3DES', ['--cipher-algo', '3DES']],
];

const contentForms: Array<[string, string[]]> = [
	['literal', ['--store']],
	['signed', ['--sign', '--compress-algo', 'none']],
	['signed as text', ['--sign', '--compress-algo', 'none', '--textmode']],
	[
		'signed twice',
		['--sign', '--compress-algo', 'none', '-u', 'fuzz@example.test', '-u', 'fuzz@example.test'],
	],
	['signed, ZIP', ['--sign', '--compress-algo', 'zip']],
	['signed, ZLIB', ['--sign', '--compress-algo', 'zlib']],
	['signed, BZip2', ['--sign', '--compress-algo', 'bzip2']],
];

const libraryForms: Array<[string, object]> = [
	['default', {}],
	['signed', { preferredCompressionAlgorithm: enums.compression.zlib }],
	['AEAD', { aeadProtect: true }],
];
