import { readFile, writeFile } from 'node:fs/promises';

const PEAK = 'VmHWM';
const NOW = 'VmRSS';

async function megabytes(pid: number, field: string): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, 'utf8');
	const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
	return (Number(kibibytes) * 1024) / 1e6;
}

/** The resident memory of a process before some work, and its peak since then, as the kernel keeps it. Linux only. */
export async function watchMemory(pid: number): Promise<{ idle: number; peak(): Promise<number> }> {
	const idle = await megabytes(pid, NOW);
	// 5 sets the peak back to what is resident now.
	await writeFile(`/proc/${pid}/clear_refs`, '5');
	return { idle, peak: () => megabytes(pid, PEAK) };
}
