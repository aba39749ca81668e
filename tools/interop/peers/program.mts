import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';

const MS_AT_MOST = 20_000;

export interface Ended {
	/** Null when it was stopped because it took too long. */
	code: number | null;
	/** What it wrote to its standard output. */
	out: string;
	/** That, and what it wrote to its standard error. */
	said: string;
}

/** Runs a program without a terminal, so that it cannot ask, and ends it after 20 s. */
export async function runProgram(
	command: string,
	args: string[],
	{ folder, input = '' }: { folder: string; input?: string },
): Promise<Ended> {
	const child = spawn(command, args, {
		cwd: folder,
		// Without a terminal of its own it cannot wait for a passphrase.
		detached: true,
		env: { PATH: process.env.PATH, HOME: folder, GNUPGHOME: folder, LC_ALL: 'C' },
		timeout: MS_AT_MOST,
		killSignal: 'SIGKILL',
	});
	// It may end before it reads.
	child.stdin.on('error', () => undefined).end(input);
	const [out, err, [code]] = await Promise.all([
		text(child.stdout),
		text(child.stderr),
		once(child, 'close'),
	]);
	return { code: code as number | null, out, said: out + err };
}

/** Writes files into a folder, and answers with their paths. */
export async function putFiles<Name extends string>(
	folder: string,
	files: Record<Name, Uint8Array | string>,
): Promise<Record<Name, string>> {
	const paths = {} as Record<Name, string>;
	for (const name of Object.keys(files) as Name[]) {
		paths[name] = path.join(folder, name);
		await writeFile(paths[name], files[name]);
	}
	return paths;
}

/** Also when the program wrote line breaks as its computer does, as a text in text mode is to be written. */
export async function isContent(file: string, content: Buffer): Promise<boolean> {
	const found = await readFile(file).catch(() => Buffer.alloc(0));
	const isText = found.toString('latin1') === content.toString('latin1').replaceAll('\r\n', '\n');
	return content.length > 0 && (found.equals(content) || isText);
}
