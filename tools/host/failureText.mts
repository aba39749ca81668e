import { CommandFailed } from './childProcess.mts';
import { HostProblem } from './npm.mts';

/** A failure as the terminal shows it: a sentence where the reader can act on it, else with the stack. */
export function failureText(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	if (error instanceof HostProblem || error instanceof CommandFailed) return error.message;
	const { code } = error as NodeJS.ErrnoException;
	if (code === 'ENOSPC' || /ENOSPC|SQLITE_FULL|no space left on device/i.test(error.message))
		return `The disk is full. Make room and start again. (${error.message})`;
	if (code === 'ENOENT' && 'syscall' in error && String(error.syscall).startsWith('spawn'))
		return `A program that is needed is missing: ${String(error.syscall).slice('spawn '.length)}`;
	return error.stack ?? error.message;
}
