import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runProgram } from '../../../tools/interop/peers/program.mts';

/** The programs that a case needs besides gpg, by their names on the PATH. */
export type Needed = 'sq' | 'rnp' | 'gpg1' | 'pgpainless-cli';

export const isThere = (program: string) => spawnSync('which', [program]).status === 0;

/** A folder that other programs work in: a home, and files. */
export class Scratch {
	private constructor(readonly folder: string) {}

	/** A short path: a socket of gpg's agent lies there. */
	static async use<Result>(work: (scratch: Scratch) => Promise<Result>): Promise<Result> {
		const scratch = new Scratch(await mkdtemp(path.join('/tmp', 'made-')));
		try {
			return await work(scratch);
		} finally {
			await runProgram('gpgconf', ['--kill', 'all'], { folder: scratch.folder });
			await rm(scratch.folder, { recursive: true, force: true, maxRetries: 5 });
		}
	}

	/** What the program wrote to its standard output; throws when it fails. */
	async run(command: string, args: string[], input = ''): Promise<string> {
		const { code, out, said } = await runProgram(command, args, { folder: this.folder, input });
		if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${String(code)}: ${said}`);
		return out;
	}

	async write(name: string, content: Uint8Array | string): Promise<void> {
		await writeFile(path.join(this.folder, name), content);
	}

	async read(name: string): Promise<Buffer> {
		return await readFile(path.join(this.folder, name));
	}
}
