import { readFile } from 'node:fs/promises';
import { CommandFailed, run } from './childProcess.mts';

/** A failure that is told in one sentence, without a stack: the reader can act on it. */
export class HostProblem extends Error {
	override name = 'HostProblem';
}

const OFFLINE =
	'the npm registry could not be reached. Check the network, the proxy and `npm config get registry`';

/** What npm's error codes mean for whoever started the host. */
const CAUSES: Record<string, string> = {
	ENOTFOUND: OFFLINE,
	EAI_AGAIN: OFFLINE,
	ECONNREFUSED: OFFLINE,
	ECONNRESET: OFFLINE,
	ENETUNREACH: OFFLINE,
	EHOSTUNREACH: OFFLINE,
	ETIMEDOUT: OFFLINE,
	ERR_SOCKET_TIMEOUT: OFFLINE,
	FETCH_ERROR: OFFLINE,
	E401: 'the npm registry wants a login',
	E403: 'the npm registry refused a package',
	E404: 'the npm registry does not have a package that is needed',
	ETARGET: 'the npm registry does not have a version that is needed',
	EINTEGRITY: 'a package arrived damaged. Try again, after `npm cache verify` if it happens twice',
	ENOSPC: 'the disk is full',
	EACCES: 'a folder cannot be written to',
	ENOENT: 'a file or program is missing',
};

/** The cause that npm's output names, in words. */
export function npmCause(log: string): string | undefined {
	if (/\bENOSPC\b|no space left on device/i.test(log)) return CAUSES['ENOSPC'];
	if (
		/gyp ERR! .*(find Python|not found: make|make.* ENOENT)|(make|g\+\+|c\+\+|cc): (command )?not found/i.test(
			log,
		)
	)
		return 'there is no compiler. Install python3, make and a C++ compiler (Debian: apt install python3 make g++; macOS: xcode-select --install)';
	const codes = [...log.matchAll(/npm (?:error|ERR!) code (\S+)/g)].map((match) => match[1] ?? '');
	const code = codes.at(-1);
	if (code !== undefined) return CAUSES[code] ?? `npm says ${code}`;
	if (/gyp ERR!/.test(log)) return 'sqlite3 could not be compiled';
	return undefined;
}

/**
 * The environment without what an outer `npm start` leaves in it: the folder and options of this repository
 * (`ignore-scripts=true` among them) are not meant for the npm that is started here.
 */
function cleanEnvironment(): NodeJS.ProcessEnv {
	const leftovers = /^npm_(package_|lifecycle_|config_(local_prefix|ignore_scripts|prefix|noproxy)$)/i;
	return Object.fromEntries(Object.entries(process.env).filter(([name]) => !leftovers.test(name)));
}

/** Runs npm; a failure says in one sentence what went wrong while `doing` and where the whole output is. */
export async function npm(
	args: string[],
	options: { cwd: string; logFile: string; doing: string; env?: NodeJS.ProcessEnv },
): Promise<void> {
	const env = { ...cleanEnvironment(), ...options.env };
	try {
		await run('npm', args, { cwd: options.cwd, logFile: options.logFile, env });
	} catch (error) {
		if (!(error instanceof CommandFailed)) throw error;
		const cause = npmCause(await readFile(options.logFile, 'utf8').catch(() => '')) ?? error.message;
		throw new HostProblem(`${options.doing} failed: ${cause}. npm's output: ${options.logFile}`);
	}
}
