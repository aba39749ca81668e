import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createMessage, encrypt, enums, readKey, readPrivateKey } from 'openpgp';
import type { Form } from './forms.mts';
import { longAgo, plaintext, type Workshop } from './workshop.mts';

export const makers = ['gpg', 'sq', 'rnp', 'OpenPGP.js', 'BouncyCastle'] as const;

/** Why a file is not opened, and the error that says so. */
export interface Refusal {
	because: string;
	error: RegExp;
}

/** How one file is made. `expected` is the verdict over its signature, or why the file has to be refused. */
export interface Recipe {
	maker: (typeof makers)[number];
	/** What the file is, in the words of its maker. */
	file: string;
	/** What it shows; the test checks that it does. */
	forms: Form[];
	expected: 'none' | 'valid' | 'unknown signer' | Refusal;
	make(workshop: Workshop): Buffer | Promise<Buffer>;
}

const noProtection: Refusal = {
	because: 'no integrity protection',
	error: /without integrity protection/,
};
const oldCipher: Refusal = { because: 'a cipher that is not read', error: /does not open it/ };

const to = ['--recipient', 'customer@example.test'];

const gpg = (file: string, args: string[], forms: Form[], more: Partial<Recipe> = {}): Recipe => ({
	maker: 'gpg',
	file,
	forms,
	expected: 'none',
	make: ({ gpg: run, plain }) => run([...to, ...args, '--output', '-', '--encrypt', plain]),
	...more,
});

const by = (name: string) => ['--local-user', `${name}@example.test`, '--sign'];

const gpgRecipes: Recipe[] = [
	gpg(
		'default: ZLIB, AES-256, MDC',
		[],
		['aes256', 'zlib', 'binary', 'oldFormat', 'indeterminate', 'partial', 'passphrase', 'subkey', 'unsigned'],
	),
	gpg('compression none', ['--compress-algo', 'none'], ['uncompressed']),
	gpg('compression ZIP', ['--compress-algo', 'zip'], ['zip']),
	gpg('compression ZLIB', ['--compress-algo', 'zlib'], ['zlib']),
	gpg('compression BZip2', ['--compress-algo', 'bzip2'], ['bzip2']),
	gpg('cipher AES', ['--cipher-algo', 'AES'], ['aes128']),
	gpg('cipher AES192', ['--cipher-algo', 'AES192'], ['aes192']),
	gpg('cipher AES256', ['--cipher-algo', 'AES256'], ['aes256']),
	gpg('cipher 3DES', ['--cipher-algo', '3DES'], ['tripleDes']),
	gpg('cipher CAST5', ['--cipher-algo', 'CAST5'], ['cast5']),
	gpg('cipher BLOWFISH', ['--cipher-algo', 'BLOWFISH'], ['oldCipher'], { expected: oldCipher }),
	gpg('cipher TWOFISH', ['--cipher-algo', 'TWOFISH'], ['oldCipher'], { expected: oldCipher }),
	gpg('cipher CAMELLIA256', ['--cipher-algo', 'CAMELLIA256'], ['oldCipher'], { expected: oldCipher }),
	gpg('from a pipe', [], ['partial'], { make: ({ gpg: run }) => run([...to, '--encrypt'], plaintext) }),
	gpg('armoured', ['--armor'], ['checksum']),
	gpg('armoured, CRLF, behind leading text', ['--armor'], ['crlf', 'leadingText', 'checksum'], {
		make: (workshop) => {
			const armor = workshop.gpg([...to, '--armor', '--encrypt'], plaintext).toString();
			return Buffer.from(`Dear customer,\r\n\r\n${armor.replace(/\n/g, '\r\n')}\r\nYours`);
		},
	}),
	gpg('armoured, with headers, without checksum', ['--armor'], ['noChecksum'], {
		make: (workshop) => {
			const armor = workshop.gpg([...to, '--armor', '--comment', 'made by a test', '--encrypt'], plaintext);
			return Buffer.from(armor.toString().replace(/\n=[A-Za-z0-9+/]{4}\n/, '\n'));
		},
	}),
	gpg('several recipients, ours last', [], ['recipients'], {
		make: ({ gpg: run }) => run(['--recipient', 'other@example.test', ...to, '--encrypt'], plaintext),
	}),
	gpg('to the second of our keys', [], ['otherKey'], {
		make: ({ gpg: run }) => run(['--recipient', 'earlier@example.test', '--encrypt'], plaintext),
	}),
	gpg('to a subkey that has expired since', [], ['otherKey', 'expiredSubkey'], {
		make: ({ gpg: run }) => run([...longAgo, '--recipient', 'expired@example.test', '--encrypt'], plaintext),
	}),
	gpg('hidden recipient', [], ['hidden'], {
		make: ({ gpg: run }) => run(['--hidden-recipient', 'customer@example.test', '--encrypt'], plaintext),
	}),
	gpg('hidden among others', [], ['hidden', 'recipients'], {
		make: ({ gpg: run }) =>
			run(
				[
					'--hidden-recipient',
					'other@example.test',
					'--hidden-recipient',
					'customer@example.test',
					'--encrypt',
				],
				plaintext,
			),
	}),
	gpg('signed', by('sender'), ['onePass'], { expected: 'valid' }),
	gpg('signed, not compressed', [...by('sender'), '--compress-algo', 'none'], ['onePass', 'uncompressed'], {
		expected: 'valid',
	}),
	gpg('signed with SHA-512', [...by('sender'), '--digest-algo', 'SHA512'], ['onePass'], {
		expected: 'valid',
	}),
	gpg('signed, as text', [...by('sender'), '--textmode'], ['onePass'], { expected: 'valid' }),
	gpg('signed, BZip2', [...by('sender'), '--compress-algo', 'bzip2'], ['onePass', 'bzip2'], {
		expected: 'valid',
	}),
	gpg('signed by two, one of them unknown', [...by('sender'), ...by('stranger')], ['severalSigners'], {
		expected: 'valid',
	}),
	gpg('signed by an unknown key', by('stranger'), ['onePass', 'unknownSigner'], {
		expected: 'unknown signer',
	}),
	gpg('signed with SHA-1', [...by('sender'), '--digest-algo', 'SHA1'], ['weakSignature'], {
		expected: { because: 'SHA-1 can be forged', error: /signature .* is not accepted: it uses SHA-1/ },
	}),
	gpg('for somebody else', [], ['notForUs'], {
		expected: { because: 'not for us', error: /None of your private keys/ },
		make: ({ gpg: run }) => run(['--recipient', 'other@example.test', '--encrypt'], plaintext),
	}),
	gpg('with a password only', [], ['password'], {
		expected: { because: 'a password', error: /with a password/ },
		make: ({ gpg: run }) =>
			run(['--pinentry-mode', 'loopback', '--passphrase', 'x', '--symmetric'], plaintext),
	}),
	gpg('signed, not encrypted', [], ['notEncrypted'], {
		expected: { because: 'not encrypted', error: /not encrypted/ },
		make: ({ gpg: run }) => run([...by('sender')], plaintext),
	}),
];

const sqRecipes: Recipe[] = (
	[
		['default', [], 'none', ['aes256', 'zip', 'binary', 'unsigned']],
		['armoured', 'armor', 'none', ['checksum']],
		['signed', ['--signer-key', 'sender.secret.asc'], 'valid', ['onePass']],
		['not compressed', ['--compression', 'none'], 'none', ['uncompressed']],
		['BZip2', ['--compression', 'bzip2'], 'none', ['bzip2']],
	] as Array<[string, string[] | 'armor', 'none' | 'valid', Form[]]>
).map(([file, args, expected, forms]) => ({
	maker: 'sq',
	file,
	forms,
	expected,
	make: ({ run, publicKey, plain }) =>
		run('sq', [
			'encrypt',
			...(args === 'armor' ? [] : ['--binary', ...args]),
			'--recipient-cert',
			publicKey,
			plain,
		]),
}));

const rnpRecipes: Recipe[] = (
	[
		['default', [], ['aes256', 'zip', 'partial', 'binary', 'unsigned']],
		['AES-128, ZIP', ['--cipher', 'AES128', '--zip'], ['aes128', 'zip']],
		['3DES', ['--cipher', '3DES'], ['tripleDes']],
		['BZip2', ['--bzip', '-z', '6'], ['bzip2']],
		['armoured', ['--armor'], ['checksum']],
		['AEAD OCB (packet 20)', ['--aead=ocb'], ['earlyAead']],
		['AEAD EAX (packet 20)', ['--aead=eax'], ['earlyAead']],
	] as Array<[string, string[], Form[]]>
).map(([file, args, forms]) => ({
	maker: 'rnp',
	file,
	forms,
	expected: 'none',
	make: ({ run, publicKey, plain, folder }) => {
		const output = path.join(folder, 'rnp.out');
		run('rnp', [
			'--keyfile',
			publicKey,
			'--encrypt',
			'-r',
			'customer',
			...args,
			'--overwrite',
			'--output',
			output,
			plain,
		]);
		return readFileSync(output);
	},
}));

const aead = (mode: enums.aead) => ({ aeadProtect: true, preferredAEADAlgorithm: mode });

interface LibraryFile {
	file: string;
	forms: Form[];
	config?: object;
	recipient?: keyof Workshop['aeadKeys'];
	isSigned?: boolean;
}

const libraryFiles: LibraryFile[] = [
	{ file: 'AEAD, OCB', config: aead(enums.aead.ocb), recipient: 'modern', forms: ['ocb'] },
	{ file: 'AEAD, GCM', config: aead(enums.aead.gcm), recipient: 'modern', forms: ['gcm'] },
	{ file: 'AEAD, EAX', config: aead(enums.aead.eax), recipient: 'modern', forms: ['eax'] },
	{
		file: 'AEAD, OCB, to a key of version 6',
		config: aead(enums.aead.ocb),
		recipient: 'modern6',
		forms: ['ocb', 'version6Key'],
	},
	{
		file: 'AEAD, GCM, signed',
		config: aead(enums.aead.gcm),
		recipient: 'modern',
		isSigned: true,
		forms: ['gcm'],
	},
	{
		file: 'ZLIB',
		config: { preferredCompressionAlgorithm: enums.compression.zlib },
		forms: ['aes256', 'zlib', 'unsigned'],
	},
	{ file: 'signed', isSigned: true, forms: ['onePass'] },
];

const libraryRecipes = libraryFiles.map(
	({ file, forms, config = {}, recipient, isSigned = false }): Recipe => ({
		maker: 'OpenPGP.js',
		file,
		forms,
		expected: isSigned ? 'valid' : 'none',
		make: async ({ publicKey, folder, aeadKeys }) => {
			const armoredKey = readFileSync(publicKey, 'utf8');
			const sender = readFileSync(path.join(folder, 'sender.secret.asc'), 'utf8');
			const bytes = await encrypt({
				message: await createMessage({ binary: new Uint8Array(plaintext) }),
				encryptionKeys: recipient === undefined ? await readKey({ armoredKey }) : aeadKeys[recipient],
				...(isSigned && { signingKeys: await readPrivateKey({ armoredKey: sender }) }),
				format: 'binary',
				config,
			});
			return Buffer.from(bytes);
		},
	}),
);

function bouncyCastle({ folder, run, plain, publicKey }: Workshop, args: string[]): Buffer {
	const output = path.join(folder, 'bc.out');
	writeFileSync(output, '');
	const jars = '/usr/share/java/bcpg.jar:/usr/share/java/bcprov.jar';
	const source = path.resolve('tools/interop/BouncyCastleEncrypt.java');
	run('java', ['-cp', jars, source, plain, output, publicKey, ...args]);
	return readFileSync(output);
}

const bouncyCastleRecipes: Recipe[] = (
	[
		[
			'AES-256, ZIP',
			['9', '1', 'integrity', 'binary'],
			['aes256', 'zip', 'indeterminate', 'partial', 'binary', 'unsigned'],
		],
		['AES-192, not compressed', ['8', '0', 'integrity', 'binary'], ['aes192', 'uncompressed']],
		['AES-128, ZLIB, armoured', ['7', '2', 'integrity', 'armor'], ['aes128', 'zlib', 'checksum']],
		['3DES, not compressed', ['2', '0', 'integrity', 'binary'], ['tripleDes', 'uncompressed']],
		[
			'CAST5, ZIP (an old default of .NET tools)',
			['3', '1', 'integrity', 'binary'],
			['cast5', 'zip', 'indeterminate'],
		],
		['AES-256, BZip2', ['9', '3', 'integrity', 'binary'], ['bzip2']],
		[
			'literal data of the old format',
			['9', '0', 'integrity', 'binary', 'old-format'],
			['oldFormat', 'uncompressed'],
		],
		['signed, ZIP', ['9', '1', 'integrity', 'binary', 'one-pass', 'sender.secret.asc'], ['onePass']],
		[
			'signed in the old style, ZIP',
			['9', '1', 'integrity', 'binary', 'old-style', 'sender.secret.asc'],
			['oldStyle'],
		],
		[
			'signed in the old style, not compressed',
			['9', '0', 'integrity', 'binary', 'old-style', 'sender.secret.asc'],
			['oldStyle', 'uncompressed'],
		],
		['AES-256, without MDC', ['9', '1', 'plain', 'binary'], ['unprotected']],
		['AES-128, without MDC', ['7', '2', 'plain', 'binary'], ['unprotected']],
	] as Array<[string, string[], Form[]]>
).map(([file, args, forms]) => ({
	maker: 'BouncyCastle',
	file,
	forms,
	expected: args.includes('plain') ? noProtection : args.includes('sender.secret.asc') ? 'valid' : 'none',
	make: (workshop) => bouncyCastle(workshop, args),
}));

export const recipes = [
	...gpgRecipes,
	...sqRecipes,
	...rnpRecipes,
	...libraryRecipes,
	...bouncyCastleRecipes,
];
