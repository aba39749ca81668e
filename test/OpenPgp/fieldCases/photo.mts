import type { FieldCase } from './fieldCase.mts';
import { Scratch } from './program.mts';
import { csv } from './world.mts';

/** The first bytes of a JPEG, as gpg looks at them, and 20 kB that nobody looks at. */
const photo = Buffer.concat([
	Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
	Buffer.alloc(20_000, 0x55),
	Buffer.from('ffd9', 'hex'),
]);

export const withPhoto: FieldCase = {
	what: 'A key with a photo of 20 kB',
	run: async (world) =>
		await Scratch.use(async (scratch) => {
			const gpg = async (args: string[], input = '') =>
				await scratch.run('gpg', ['--no-tty', '--trust-model', 'always', ...args], input);
			const open = ['--batch', '--pinentry-mode', 'loopback', '--passphrase', ''];
			await scratch.write('photo.jpg', photo);
			await scratch.write('plain', csv);
			await gpg([...open, '--quick-gen-key', 'Customer', 'rsa2048', 'default', 'never']);
			await gpg([...open, '--quick-add-key', await fingerprintIn(gpg), 'rsa2048', 'encr', 'never']);
			// Its answers: the file; yes, it is large; no more.
			await gpg(['--command-fd', '0', '--edit-key', 'Customer', 'addphoto'], 'photo.jpg\ny\nsave\n');
			const secret = await gpg(['--batch', '--armor', '--export-secret-keys', 'Customer']);
			// Base64 of 20 kB: the photo is in it.
			if (secret.length < 26_000) throw new Error('gpg has added no photo');
			await gpg(['--batch', '--recipient', 'Customer', '--output', 'file', '--encrypt', 'plain']);
			return await world.paste(secret, {}, await scratch.read('file'));
		}),
};

async function fingerprintIn(gpg: (args: string[]) => Promise<string>): Promise<string> {
	return /^fpr:+([0-9A-F]+):/m.exec(await gpg(['--batch', '--with-colons', '--list-keys']))![1]!;
}
