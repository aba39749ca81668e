import { open, readFile, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/** Takes the lock, or says which process has it. A lock left behind by a process that is gone is taken over. */
async function take(file: string): Promise<number | undefined> {
	try {
		const handle = await open(file, 'wx');
		await handle.write(String(process.pid));
		await handle.close();
		return undefined;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		const holder = Number(await readFile(file, 'utf8').catch(() => ''));
		if (holder > 0 && isAlive(holder)) return holder;
		// The file may be empty because its maker is between creating and writing it.
		await sleep(200);
		if (Number(await readFile(file, 'utf8').catch(() => '')) === holder) await rm(file, { force: true });
		return take(file);
	}
}

/** Does the work while no other process does it in the same folder; waits for one that does. */
export async function withInstallLock<T>(
	file: string,
	progress: (line: string) => void,
	work: () => Promise<T>,
): Promise<T> {
	let told = false;
	for (let holder = await take(file); holder !== undefined; holder = await take(file)) {
		if (!told) progress(`Another process (${holder}) is installing n8n; waiting for it`);
		told = true;
		await sleep(1000);
	}
	const release = () => rm(file, { force: true });
	try {
		return await work();
	} finally {
		await release();
	}
}
