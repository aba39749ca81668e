import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureN8n } from './install.mts';
import { startN8n, type N8n, type N8nOptions } from './n8n.mts';
import { installPackage, packPackage } from './pack.mts';

/** A real n8n with the packed package in it. */
export interface Host {
	n8n: N8n;
	/** Ends n8n and deletes everything that it kept. */
	close(): Promise<void>;
}

/** How to bring it up. */
export interface HostOptions extends Pick<N8nOptions, 'port' | 'env' | 'onLog'> {
	/** A new folder for everything of this run: {@link makeRunFolder}. */
	folder: string;
	say: (line: string) => void;
}

/** A new folder for everything of one run. */
export async function makeRunFolder(): Promise<string> {
	return await mkdtemp(join(tmpdir(), 'report-delivery-n8n-'));
}

/** Deletes the folder of a run, also while a process that was just killed still lets go of it. */
export async function removeRunFolder(folder: string): Promise<void> {
	await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

/** Installs n8n where that is needed, packs this repository, puts it in and starts n8n. */
export async function startHost({ folder, say, ...settings }: HostOptions): Promise<Host> {
	const install = await ensureN8n(say);
	say('Building and packing the package');
	const tarball = await packPackage(folder);
	const userFolder = join(folder, 'n8n');
	await mkdir(userFolder);
	await installPackage(tarball, userFolder);
	say('Starting n8n with the packed package in it');
	const n8n = await startN8n({ install, userFolder, ...settings });
	say(`n8n is up at ${n8n.url}`);
	return {
		n8n,
		async close() {
			await n8n.stop();
			await removeRunFolder(folder);
		},
	};
}
