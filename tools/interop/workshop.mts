import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateKey, readPrivateKey, type PrivateKey, type PublicKey } from 'openpgp';
import { readKeyRing, type KeyRing } from '../../nodes/OpenPgp/keys/keys';

export const plaintext = Buffer.from(
	`TRANSACTION_ID,NAME,AMOUNT\r\n${Array.from({ length: 20_000 }, (_, row) => `${row},"Jörg ""J."" Müller",${row}.10\n`).join('')}`,
);

/** A folder with keys and programs, in which files are made the way senders make them. */
export interface Workshop {
	folder: string;
	plain: string;
	/** Our public key in a file, and its fingerprint. */
	publicKey: string;
	ring: KeyRing;
	run(command: string, args: string[], input?: Buffer): Buffer;
	gpg(args: string[], input?: Buffer): Buffer;
	/** What gpg says about the packets of a file, inside the encryption, too. */
	listPackets(file: Buffer): string;
	/** The IDs of the subkeys that are encrypted to. */
	subkeys: Record<'customer' | 'earlier' | 'expired' | 'modern' | 'modern6', string>;
	/** Keys that say that their software reads AEAD, of version 4 and 6: gpg 2.2 makes none. */
	aeadKeys: { modern: PublicKey; modern6: PublicKey };
	close(): void;
}

const PASSPHRASE = 'four random words here';

/** When the key was made whose subkey for encryption has expired since. */
export const longAgo = ['--faked-system-time', '20200101T000000!'];

/** Keys made by gpg: three of ours (with a passphrase), a sender's, a stranger's. */
export async function openWorkshop(): Promise<Workshop> {
	const folder = mkdtempSync(path.join(tmpdir(), 'rdi-'));
	const home = path.join(folder, 'gpg');
	mkdirSync(home, { mode: 0o700 });
	const run = (command: string, args: string[], input?: Buffer) =>
		execFileSync(command, args, { input, maxBuffer: 1 << 27, stdio: ['pipe', 'pipe', 'pipe'], cwd: folder });
	const gpg = (args: string[], input?: Buffer) =>
		run('gpg', ['--homedir', home, '--batch', '--yes', '--quiet', '--trust-model', 'always', ...args], input);
	const secret = ['--pinentry-mode', 'loopback', '--passphrase', PASSPHRASE];
	const open = ['--pinentry-mode', 'loopback', '--passphrase', ''];

	const add = (name: string, passphrase: string[], algorithm: string) => {
		gpg([...passphrase, '--quick-gen-key', `${name}@example.test`, algorithm, 'cert,sign', 'never']);
		const listed = gpg(['--list-keys', '--with-colons', `${name}@example.test`]).toString();
		return /^fpr:+([0-9A-F]+):/m.exec(listed)![1]!;
	};
	const subkeyOf = (name: string) => {
		const listed = gpg(['--list-keys', '--with-colons', `${name}@example.test`]).toString();
		return /^sub:(?:[^:]*:){3}([0-9A-F]{16}):/m.exec(listed)![1]!;
	};
	const ours = add('customer', secret, 'rsa3072');
	gpg([...secret, '--quick-add-key', ours, 'rsa3072', 'encr', 'never']);
	const earlier = add('earlier', secret, 'ed25519');
	gpg([...secret, '--quick-add-key', earlier, 'cv25519', 'encr', 'never']);
	const expired = add('expired', [...longAgo, ...secret], 'ed25519');
	gpg([...longAgo, ...secret, '--quick-add-key', expired, 'cv25519', 'encr', '30d']);
	const other = add('other', open, 'ed25519');
	gpg([...open, '--quick-add-key', other, 'cv25519', 'encr', 'never']);
	add('sender', open, 'rsa3072');
	add('stranger', open, 'rsa3072');

	const [modern, modern6] = await Promise.all([newAeadKey(false), newAeadKey(true)]);

	const plain = path.join(folder, 'report.csv');
	writeFileSync(plain, plaintext);
	const publicKey = path.join(folder, 'customer.asc');
	writeFileSync(publicKey, gpg(['--armor', '--export', 'customer@example.test']));
	const exported = (name: string, args: string[] = open) =>
		gpg([...args, '--armor', '--export-secret-keys', `${name}@example.test`]).toString();
	for (const name of ['sender', 'other']) {
		writeFileSync(path.join(folder, `${name}.secret.asc`), exported(name));
	}
	const ring = await readKeyRing({
		privateKeys: [
			...['customer', 'earlier', 'expired'].map((name) => exported(name, secret)),
			modern.armor(),
			modern6.armor(),
		].join('\n'),
		passphrase: PASSPHRASE,
		publicKeys: gpg(['--armor', '--export', 'sender@example.test']).toString(),
	});
	return {
		folder,
		plain,
		publicKey,
		ring,
		run,
		gpg,
		listPackets(file) {
			const args = ['--homedir', home, '--batch', ...secret, '--status-fd', '1', '--list-packets'];
			// It ends with an error when a signature is by a stranger, or the cipher is unknown to it.
			return spawnSync('gpg', args, { input: file, cwd: folder, maxBuffer: 1 << 27 }).stdout.toString();
		},
		subkeys: {
			customer: subkeyOf('customer'),
			earlier: subkeyOf('earlier'),
			expired: subkeyOf('expired'),
			modern: subkeyIdOf(modern),
			modern6: subkeyIdOf(modern6),
		},
		aeadKeys: { modern: modern.toPublic(), modern6: modern6.toPublic() },
		close() {
			run('gpgconf', ['--homedir', home, '--kill', 'all']);
			rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
		},
	};
}

async function newAeadKey(v6Keys: boolean): Promise<PrivateKey> {
	const { privateKey: armoredKey } = await generateKey({
		userIDs: [{ name: 'Customer' }],
		passphrase: PASSPHRASE,
		config: { aeadProtect: true, v6Keys },
		format: 'armored',
	});
	return await readPrivateKey({ armoredKey });
}

const subkeyIdOf = (key: PrivateKey) => key.subkeys[0]!.getKeyID().toHex().toUpperCase();
