import { execFile, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import type { RecipientKey } from '../../tools/host/recipientKey.mts';

/** A real gpg with a home of its own. */
export interface Gpg {
	/** RSA-4096, one key to certify and sign, one to encrypt to. */
	makeKey(name: string): Promise<RecipientKey>;
	/** As gpg encrypts without being told how, but for the `options`. */
	encrypt(
		to: RecipientKey,
		plaintext: Iterable<Buffer> | AsyncIterable<Buffer>,
		file: string,
		options?: string[],
	): Promise<void>;
	close(): Promise<void>;
}

const execute = promisify(execFile);

const hasGpg = spawnSync('gpg', ['--version']).status === 0;

/** As `describe` of jest, where there is a gpg to test with; elsewhere a skipped test says why. */
export function describeWithGpg(name: string, tests: () => void): void {
	if (hasGpg) describe(name, tests);
	else it.skip(`${name} (skipped: gpg is not installed)`, () => undefined);
}

/** Prepares gpg, if there is one, in a new folder. Its agent needs a short path: a socket lies there. */
export async function startGpg(): Promise<Gpg | undefined> {
	if (!hasGpg) return undefined;
	const home = await mkdtemp(join(tmpdir(), 'gpg-'));
	const env = { PATH: process.env['PATH'], GNUPGHOME: home, LC_ALL: 'C' };
	const gpg = async (...args: string[]) => (await execute('gpg', ['--batch', ...args], { env })).stdout;

	return {
		async makeKey(name) {
			// gpg takes for an option what begins with a dash.
			const passphrase = randomBytes(12).toString('hex');
			const unlock = ['--pinentry-mode', 'loopback', '--passphrase', passphrase];
			const userId = `${name} <${name.toLowerCase().replaceAll(' ', '.')}@example.com>`;
			const algorithm = ['rsa4096', 'sign,cert', 'never'];
			const status = await gpg(...unlock, '--status-fd', '1', '--quick-gen-key', userId, ...algorithm);
			const fingerprint = /KEY_CREATED . (\w+)/.exec(status)?.[1] ?? '';
			await gpg(...unlock, '--quick-add-key', fingerprint, 'rsa4096', 'encr', 'never');
			return {
				fingerprint,
				passphrase,
				privateKey: await gpg(...unlock, '--armor', '--export-secret-keys', fingerprint),
				publicKey: await gpg('--armor', '--export', fingerprint),
			};
		},
		async encrypt(to, plaintext, file, options = []) {
			const recipient = ['--trust-model', 'always', '--recipient', to.fingerprint];
			const child = spawn('gpg', ['--batch', ...options, ...recipient, '--output', file, '--encrypt'], {
				env,
				stdio: ['pipe', 'ignore', 'inherit'],
			});
			const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
			await pipeline(Readable.from(plaintext, { objectMode: false, highWaterMark: 1 << 18 }), child.stdin);
			const code = await ended;
			if (code !== 0) throw new Error(`gpg ended with ${code}`);
		},
		async close() {
			await execute('gpgconf', ['--kill', 'all'], { env });
			await rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
		},
	};
}
