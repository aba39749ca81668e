import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const hasGpg = spawnSync('gpg', ['--version']).status === 0;

/** Tests against gpg; where there is none, one test whose name says so. */
export function describeWithGpg(name: string, tests: () => void): void {
	if (hasGpg) describe(name, tests);
	else it(`${name}: not tested, gpg is needed on the PATH`, () => expect(hasGpg).toBe(false));
}

/** A gpg with a home of its own. Its agent needs a short path: a socket lies there. */
export class GnuPg {
	private files = 0;

	private constructor(private readonly home: string) {}

	static async start(): Promise<GnuPg> {
		return new GnuPg(await mkdtemp(join(tmpdir(), 'gpg-')));
	}

	async stop(): Promise<void> {
		await execute('gpgconf', ['--kill', 'all'], { env: this.env });
		await rm(this.home, { recursive: true, force: true });
	}

	/** What gpg wrote to its output; what it says goes to `said`. Throws when it fails. */
	async run(
		args: string[],
		files: Record<string, Buffer | string> = {},
	): Promise<{ output: Buffer; said: string }> {
		const names = Object.entries(files).map(([name, content]) => ({ name, path: this.file(name), content }));
		for (const { path, content } of names) await writeFile(path, content);
		const resolved = args.map((arg) => names.find(({ name }) => name === arg)?.path ?? arg);
		const target = this.file('output');
		const all = ['--batch', '--yes', '--trust-model', 'always', '--output', target, ...resolved];
		const { stdout, stderr } = await execute('gpg', all, { env: this.env });
		// What gpg lists goes to its standard output all the same.
		const output = await readFile(target).catch(() => Buffer.from(stdout));
		return { output, said: stderr };
	}

	/** A new key without a passphrase; the answer is its armour. */
	async newKey(userId: string, options: string[] = []): Promise<{ publicKey: string; privateKey: string }> {
		await this.run([...options, '--passphrase', '', '--quick-gen-key', userId, 'default', 'default', '30d']);
		const armor = async (command: string) => (await this.run(['--armor', command, userId])).output.toString();
		return { publicKey: await armor('--export'), privateKey: await armor('--export-secret-keys') };
	}

	async import(armor: string, passphrase = ''): Promise<void> {
		await this.run(['--pinentry-mode', 'loopback', '--passphrase', passphrase, '--import', 'key'], {
			key: armor,
		});
	}

	private get env() {
		return { ...process.env, GNUPGHOME: this.home, LC_ALL: 'C' };
	}

	private file(name: string): string {
		return join(this.home, `${++this.files}-${name}`);
	}
}
