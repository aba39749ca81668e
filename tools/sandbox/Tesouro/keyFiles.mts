import { readFile, writeFile } from 'node:fs/promises';
import type { CliOptions } from './cliOptions.mts';
import { createSigningKey } from './signingKeys.mts';
import type { SandboxOptions } from './sandbox.mts';

/** The keys that the command line names files for. */
export async function readKeyFiles({ flags }: CliOptions): Promise<SandboxOptions> {
	const signingKeyType = flags.rsa ? 'rsa4096' : 'ecc';
	return {
		signingKeyType,
		signingKey: flags['signing-key'] && (await readOrMakeKey(flags['signing-key'], signingKeyType)),
		encryptTo: flags['encrypt-to'] && (await readText(flags['encrypt-to'])),
	};
}

async function readOrMakeKey(path: string, type: 'ecc' | 'rsa4096'): Promise<string> {
	try {
		return await readFile(path, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
		const armored = (await createSigningKey(type, 'Tesouro stand-in')).armor();
		await writeFile(path, armored, { mode: 0o600 });
		return armored;
	}
}

async function readText(path: string): Promise<string> {
	try {
		return await readFile(path, 'utf8');
	} catch (error) {
		throw new Error(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
	}
}
