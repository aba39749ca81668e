import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { BinaryDataConfig, BinaryDataService, DataDeduplicationService, ErrorReporter } from 'n8n-core';
import { SSHClientsManager } from 'n8n-core/dist/execution-engine/ssh-clients-manager';
import { LoggerProxy } from 'n8n-workflow';

import { AtomicFiles } from './atomicFiles.mts';
import { Container, CoreLogger } from './container.mts';
import { Logbook } from './logbook.mts';
import { ProcessedData } from './processedData.mts';

/** Where binary data goes: files as n8n-core 2.8.1 writes them, files as n8n 2.41 does, or the item itself. */
export type BinaryMode = 'filesystem' | 'filesystemAtomic' | 'default';

/** The n8n that n8n-core believes to run in: folder, settings, binary store, table of processed values. */
export interface Instance {
	logbook: Logbook;
	binaryFolder: string;
	close(): void;
}

/** n8n-core's services are module state, of which jest gives every test file its own. */
let running = false;

/** Sets up n8n-core's services in a folder of their own; `close` leaves no trace of them. */
export async function startInstance(binaryMode: BinaryMode, dedupLatencyMs?: number): Promise<Instance> {
	if (running) throw new Error('There can be one harness at a time: stop the other one first');
	running = true;
	const folder = mkdtempSync(path.join(tmpdir(), 'report-delivery-n8n-'));
	const binaryFolder = path.join(folder, 'binary');
	const restoreEnvironment = setEnvironment({
		N8N_USER_FOLDER: folder,
		N8N_ENCRYPTION_KEY: 'a key for tests only',
		N8N_DEFAULT_BINARY_DATA_MODE: binaryMode === 'default' ? 'default' : 'filesystem',
		N8N_BINARY_DATA_STORAGE_PATH: binaryFolder,
	});
	Container.reset();
	const logbook = new Logbook();
	Container.set(CoreLogger, logbook as never);
	LoggerProxy.init(logbook);
	Container.set(SSHClientsManager, NO_SSH as SSHClientsManager);
	const binaryData = Container.get(BinaryDataService);
	await binaryData.init();
	if (binaryMode === 'filesystemAtomic') {
		const { localStoragePath } = Container.get(BinaryDataConfig);
		binaryData.setManager('filesystem-v2', new AtomicFiles(localStoragePath, Container.get(ErrorReporter)));
	}
	forgetDeduplicator();
	await DataDeduplicationService.init(new ProcessedData(dedupLatencyMs));
	return {
		logbook,
		binaryFolder,
		close() {
			forgetDeduplicator();
			Container.reset();
			restoreEnvironment();
			rmSync(folder, { recursive: true, force: true });
			running = false;
		},
	};
}

/** Stands for n8n's keeper of SSH tunnels, whose timer would keep the process of tests from ending. */
const NO_SSH: Partial<SSHClientsManager> = {
	getClient: async () => await Promise.reject(new Error('The harness opens no SSH tunnels')),
};

/** n8n sets its deduplicator once per process; a process of tests sets up many an n8n. */
function forgetDeduplicator(): void {
	(DataDeduplicationService as unknown as { instance?: unknown }).instance = undefined;
}

function setEnvironment(values: Record<string, string>): () => void {
	const before = Object.keys(values).map((name) => [name, process.env[name]] as const);
	Object.assign(process.env, values);
	return () => {
		for (const [name, value] of before) {
			if (value === undefined) delete process.env[name];
			else process.env[name] = value;
		}
	};
}
