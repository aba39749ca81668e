import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readKeyRing, type KeyRing } from '../../nodes/OpenPgp/keys';

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
	close(): void;
}

const PASSPHRASE = 'four random words here';

/** Keys made by gpg: ours (RSA, with a passphrase), a sender's, a stranger's. */
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
	const ours = add('customer', secret, 'rsa3072');
	gpg([...secret, '--quick-add-key', ours, 'rsa3072', 'encr', 'never']);
	const other = add('other', open, 'ed25519');
	gpg([...open, '--quick-add-key', other, 'cv25519', 'encr', 'never']);
	add('sender', open, 'rsa3072');
	add('stranger', open, 'rsa3072');

	const plain = path.join(folder, 'report.csv');
	writeFileSync(plain, plaintext);
	const publicKey = path.join(folder, 'customer.asc');
	writeFileSync(publicKey, gpg(['--armor', '--export', 'customer@example.test']));
	const exported = (name: string, args: string[] = open) =>
		gpg([...args, '--armor', '--export-secret-keys', `${name}@example.test`]).toString();
	for (const name of ['customer', 'sender', 'other']) {
		writeFileSync(
			path.join(folder, `${name}.secret.asc`),
			exported(name, name === 'customer' ? secret : open),
		);
	}
	const ring = await readKeyRing({
		privateKeys: readFileSync(path.join(folder, 'customer.secret.asc'), 'utf8'),
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
		close() {
			run('gpgconf', ['--homedir', home, '--kill', 'all']);
			rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
		},
	};
}
