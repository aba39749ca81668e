import type { FieldCase, FieldCases } from './fieldCase.mts';
import { Scratch } from './program.mts';
import { csv } from './world.mts';

const PASSPHRASE = 'correct horse';
const PARAMETERS = `Key-Type: RSA
Key-Length: 2048
Subkey-Type: RSA
Subkey-Length: 2048
Subkey-Usage: encrypt
Name-Real: Customer
Passphrase: ${PASSPHRASE}
%commit
`;

/** How gpg 1.4 can protect a private key, as its options say. */
const ways: Record<string, [what: string, ...options: string[]]> = {
	CAST5: ['CAST5, its default', '--s2k-cipher-algo', 'CAST5'],
	'3DES': ['3DES', '--s2k-cipher-algo', '3DES'],
	BLOWFISH: ['Blowfish', '--s2k-cipher-algo', 'BLOWFISH'],
	TWOFISH: ['Twofish', '--s2k-cipher-algo', 'TWOFISH'],
	IDEA: ['IDEA', '--s2k-cipher-algo', 'IDEA'],
	simple: ['a passphrase that is hashed once, without salt', '--s2k-mode', '0'],
	salted: ['a passphrase that is hashed once, with salt', '--s2k-mode', '1'],
	MD5: ['MD5', '--s2k-digest-algo', 'MD5'],
	RIPEMD160: ['RIPEMD-160', '--s2k-digest-algo', 'RIPEMD160'],
	checksum: ['AES and the old checksum', '--s2k-cipher-algo', 'AES', '--simple-sk-checksum'],
};

/** Private keys as gpg 1.4 protects them. */
export const protections: FieldCases = Object.fromEntries(
	Object.entries(ways).map(([name, [what, ...options]]): [string, FieldCase] => [
		`K43 ${name}`,
		{
			what: `Protected by gpg 1.4 with ${what}`,
			needs: 'gpg1',
			run: async (world) =>
				await Scratch.use(async (scratch) => {
					const gpg = async (...args: string[]) =>
						await scratch.run('gpg1', ['--homedir', scratch.folder, '--batch', ...args]);
					await scratch.write('parameters', PARAMETERS);
					await scratch.write('plain', csv);
					await gpg(...options, '--gen-key', 'parameters');
					const key = await gpg('--armor', '--export-secret-keys');
					await gpg(
						'--trust-model',
						'always',
						'--recipient',
						'Customer',
						'--output',
						'file',
						'--encrypt',
						'plain',
					);
					return await world.paste(key, { passphrase: PASSPHRASE }, await scratch.read('file'));
				}),
		},
	]),
);
