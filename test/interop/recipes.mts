import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createMessage, encrypt, enums, readKey, readPrivateKey } from 'openpgp';
import { plaintext, type Workshop } from './workshop.mts';

/** How one file is made. `expected` is the verdict over its signature, or why the file has to be refused. */
export interface Recipe {
	maker: 'gpg' | 'sq' | 'rnp' | 'OpenPGP.js' | 'BouncyCastle';
	form: string;
	expected: 'none' | 'valid' | 'unknown signer' | RegExp;
	make(workshop: Workshop): Buffer | Promise<Buffer>;
}

const to = ['--recipient', 'customer@example.test'];

const gpg = (form: string, args: string[], more: Partial<Recipe> = {}): Recipe => ({
	maker: 'gpg',
	form,
	expected: 'none',
	make: ({ gpg: run, plain }) => run([...to, ...args, '--output', '-', '--encrypt', plain]),
	...more,
});

const by = (name: string) => ['--local-user', `${name}@example.test`, '--sign'];

const gpgRecipes: Recipe[] = [
	gpg('default: zlib, AES-256, MDC', []),
	...['none', 'zip', 'zlib', 'bzip2'].map((name) => gpg(`compression ${name}`, ['--compress-algo', name])),
	...['AES', 'AES192', 'AES256', '3DES', 'CAST5'].map((name) =>
		gpg(`cipher ${name}`, ['--cipher-algo', name]),
	),
	...['BLOWFISH', 'TWOFISH', 'CAMELLIA256'].map((name) =>
		gpg(`cipher ${name}`, ['--cipher-algo', name], { expected: /does not open it/ }),
	),
	gpg('partial lengths, from a pipe', [], { make: ({ gpg: run }) => run([...to, '--encrypt'], plaintext) }),
	gpg('armoured', ['--armor']),
	gpg('armoured, CRLF, after leading text', ['--armor'], {
		make: (workshop) => {
			const armor = workshop.gpg([...to, '--armor', '--encrypt'], plaintext).toString();
			return Buffer.from(`Dear customer,\r\n\r\n${armor.replace(/\n/g, '\r\n')}\r\nYours`);
		},
	}),
	gpg('armoured, with headers, without checksum', ['--armor'], {
		make: (workshop) => {
			const armor = workshop.gpg([...to, '--armor', '--comment', 'made by a test', '--encrypt'], plaintext);
			return Buffer.from(armor.toString().replace(/\n=[A-Za-z0-9+/]{4}\n/, '\n'));
		},
	}),
	gpg('several recipients, ours last', [], {
		make: ({ gpg: run }) => run(['--recipient', 'other@example.test', ...to, '--encrypt'], plaintext),
	}),
	gpg('hidden recipient', [], {
		make: ({ gpg: run }) => run(['--hidden-recipient', 'customer@example.test', '--encrypt'], plaintext),
	}),
	gpg('hidden among others', [], {
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
	gpg('signed', by('sender'), { expected: 'valid' }),
	gpg('signed, not compressed', [...by('sender'), '--compress-algo', 'none'], { expected: 'valid' }),
	gpg('signed with SHA-512', [...by('sender'), '--digest-algo', 'SHA512'], { expected: 'valid' }),
	gpg('signed, as text', [...by('sender'), '--textmode'], { expected: 'valid' }),
	gpg('signed, BZip2', [...by('sender'), '--compress-algo', 'bzip2'], { expected: 'valid' }),
	gpg('signed by two, one of them unknown', [...by('sender'), ...by('stranger')], { expected: 'valid' }),
	gpg('signed by an unknown key', by('stranger'), { expected: 'unknown signer' }),
	gpg('signed with SHA-1', [...by('sender'), '--digest-algo', 'SHA1'], {
		expected: /signature .* is wrong.*SHA1/,
	}),
	gpg('without integrity protection', ['--rfc2440', '--cipher-algo', 'AES', '--disable-mdc'], {
		expected: /without integrity protection/,
		make: ({ publicKey, plain, folder, run }) =>
			bouncyCastle(folder, run, plain, publicKey, ['7', '2', 'plain', 'binary']),
	}),
	gpg('for somebody else', [], {
		expected: /None of your private keys/,
		make: ({ gpg: run }) => run(['--recipient', 'other@example.test', '--encrypt'], plaintext),
	}),
	gpg('with a password only', [], {
		expected: /with a password/,
		make: ({ gpg: run }) =>
			run(['--pinentry-mode', 'loopback', '--passphrase', 'x', '--symmetric'], plaintext),
	}),
	gpg('signed, not encrypted', [], {
		expected: /not encrypted/,
		make: ({ gpg: run }) => run([...by('sender')], plaintext),
	}),
];

const sqRecipes: Recipe[] = (
	[
		['default', [], 'none'],
		['armoured', 'armor', 'none'],
		['signed', ['--signer-key', 'sender.secret.asc'], 'valid'],
		['not compressed', ['--compression', 'none'], 'none'],
		['BZip2', ['--compression', 'bzip2'], 'none'],
	] as const
).map(([form, args, expected]) => ({
	maker: 'sq',
	form,
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
		['default', []],
		['AES-128, ZIP', ['--cipher', 'AES128', '--zip']],
		['3DES', ['--cipher', '3DES']],
		['BZip2', ['--bzip', '-z', '6']],
		['armoured', ['--armor']],
		['AEAD OCB (packet 20)', ['--aead=ocb']],
		['AEAD EAX (packet 20)', ['--aead=eax']],
	] as Array<[string, string[]]>
).map(([form, args]) => ({
	maker: 'rnp',
	form,
	expected: 'none',
	make: ({ run, publicKey, plain, folder }) => {
		const file = path.join(folder, 'rnp.out');
		run('rnp', [
			'--keyfile',
			publicKey,
			'--encrypt',
			'-r',
			'customer',
			...args,
			'--overwrite',
			'--output',
			file,
			plain,
		]);
		return readFileSync(file);
	},
}));

/** gpg's keys do not announce AEAD, so the library is told to use it all the same. */
const withAead = { aeadProtect: true };

const libraryRecipes: Recipe[] = (
	[
		['AEAD version 2, OCB', { aeadProtect: true, preferredAEADAlgorithm: enums.aead.ocb }],
		['AEAD version 2, GCM', { aeadProtect: true, preferredAEADAlgorithm: enums.aead.gcm }],
		['AEAD version 2, EAX', { aeadProtect: true, preferredAEADAlgorithm: enums.aead.eax }],
		['zlib', { preferredCompressionAlgorithm: enums.compression.zlib }],
		['signed', {}],
		['signed, AEAD', { aeadProtect: true }],
	] as Array<[string, object]>
).map(([form, config]) => ({
	maker: 'OpenPGP.js',
	form,
	expected: form.startsWith('signed') ? 'valid' : 'none',
	make: async ({ publicKey, folder }) => {
		const armoredKey = readFileSync(publicKey, 'utf8');
		const sender = readFileSync(path.join(folder, 'sender.secret.asc'), 'utf8');
		const bytes = await encrypt({
			message: await createMessage({ binary: new Uint8Array(plaintext) }),
			encryptionKeys: await readKey({ armoredKey }),
			...(form.startsWith('signed') && { signingKeys: await readPrivateKey({ armoredKey: sender }) }),
			format: 'binary',
			config: form.includes('AEAD') ? { ...config, ...withAead } : config,
		});
		return Buffer.from(bytes);
	},
}));

function bouncyCastle(
	folder: string,
	run: Workshop['run'],
	plain: string,
	publicKey: string,
	args: string[],
): Buffer {
	const file = path.join(folder, 'bc.out');
	writeFileSync(file, '');
	const jars = '/usr/share/java/bcpg.jar:/usr/share/java/bcprov.jar';
	const source = path.resolve('test/interop/BouncyCastleEncrypt.java');
	run('java', ['-cp', jars, source, plain, file, publicKey, ...args]);
	return readFileSync(file);
}

const bouncyCastleRecipes: Recipe[] = (
	[
		['AES-256, ZIP', ['9', '1', 'integrity', 'binary']],
		['AES-128, ZLIB, armoured', ['7', '2', 'integrity', 'armor']],
		['3DES, not compressed', ['2', '0', 'integrity', 'binary']],
		['CAST5, ZIP (an old default of .NET tools)', ['3', '1', 'integrity', 'binary']],
		['AES-256, BZip2', ['9', '3', 'integrity', 'binary']],
		['without integrity protection', ['9', '1', 'plain', 'binary']],
	] as Array<[string, string[]]>
).map(([form, args]) => ({
	maker: 'BouncyCastle',
	form,
	expected: args.includes('plain') ? /without integrity protection/ : 'none',
	make: ({ run, plain, publicKey, folder }) => bouncyCastle(folder, run, plain, publicKey, args),
}));

export const recipes = [
	...gpgRecipes,
	...sqRecipes,
	...rnpRecipes,
	...libraryRecipes,
	...bouncyCastleRecipes,
];
