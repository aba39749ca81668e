import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

/** What went wrong with a command: the exit code, for a caller that reads the log to say why. */
export class CommandFailed extends Error {
	constructor(
		readonly command: string,
		readonly code: number | null,
		readonly logFile: string,
	) {
		super(`"${command}" ended with ${code ?? 'a signal'}. All of its output is in ${logFile}`);
		this.name = 'CommandFailed';
	}
}

const groups = new Set<number>();

/** Sends a signal to a process and everything that it started. Says whether there was anything to send it to. */
export function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
	try {
		return process.kill(-pid, signal);
	} catch {
		return false;
	}
}

/** The last resort, also when this process ends: no group that it started stays behind. */
export function killGroups(): void {
	for (const pid of groups) signalGroup(pid, 'SIGKILL');
}

/**
 * A shell that waits until this process is gone, however it ended, and then ends the group: 'exit' is not heard after
 * SIGKILL, nor inside jest, which gives tests a process object of its own.
 */
function guardGroup(pid: number): () => void {
	if (process.platform === 'win32') return () => undefined;
	const guard = spawn('/bin/sh', ['-c', 'read -r _; kill -s KILL -- "-$0"', String(pid)], {
		detached: true,
		stdio: ['pipe', 'ignore', 'ignore'],
	});
	guard.once('error', () => undefined);
	guard.unref();
	(guard.stdin as unknown as { unref?: () => void } | null)?.unref?.();
	return () => guard.kill('SIGKILL');
}

/**
 * Starts a program in a process group of its own, so that Ctrl-C in the terminal does not reach it before we
 * could end it in order, and so that whatever it starts itself can be ended with it.
 */
export function spawnGroup(command: string, args: string[], options: SpawnOptions): ChildProcess {
	if (groups.size === 0) process.once('exit', killGroups);
	const child = spawn(command, args, { ...options, detached: true });
	const { pid } = child;
	if (pid !== undefined) {
		groups.add(pid);
		const release = guardGroup(pid);
		child.once('exit', () => {
			release();
			signalGroup(pid, 'SIGKILL');
			groups.delete(pid);
			if (groups.size === 0) process.removeListener('exit', killGroups);
		});
	}
	return child;
}

/** Runs a program to its end with all of its output in a file. */
export async function run(
	command: string,
	args: string[],
	options: { cwd: string; logFile: string; env?: NodeJS.ProcessEnv },
): Promise<void> {
	const log = openSync(options.logFile, 'a');
	try {
		const child = spawnGroup(command, args, {
			cwd: options.cwd,
			env: options.env ?? process.env,
			stdio: ['ignore', log, log],
		});
		const code = await new Promise<number | null>((resolve, reject) => {
			child.once('error', reject);
			child.once('exit', resolve);
		});
		if (code !== 0) throw new CommandFailed([command, ...args].join(' '), code, options.logFile);
	} finally {
		closeSync(log);
	}
}
