import { readdir, readFile, readlink } from 'node:fs/promises';

/** The processes that work in a folder or were started with it in their environment. Linux only. */
export async function processesIn(folder: string): Promise<number[]> {
	const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
	const found = await Promise.all(
		pids.map(async (pid) => {
			const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => '');
			const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
			return cwd.startsWith(folder) || environment.includes(folder) ? [Number(pid)] : [];
		}),
	);
	return found.flat();
}
