import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { spawnGroup } from '../host/childProcess.mts';
import { freePort } from '../host/freePort.mts';

const run = promisify(execFile);
const READY_WITHIN_MS = 30_000;

/** PostgreSQL or Redis, on a port of its own. */
export interface Service {
	port: number;
	/** Cuts it off at once, as a crash does. */
	kill(): Promise<void>;
	start(): Promise<void>;
}

const portOrFail = async () => (await freePort()) ?? 0;

/** Debian keeps the programs of PostgreSQL outside PATH. */
function postgresProgram(name: string): string {
	const root = '/usr/lib/postgresql';
	const versions = existsSync(root)
		? readdirSync(root).sort((one, other) => Number(other) - Number(one))
		: [];
	return versions.map((version) => join(root, version, 'bin', name)).find(existsSync) ?? name;
}

/** PostgreSQL refuses to run as root, so root lends it the account `nobody`. */
const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;
const identity = isRoot ? { uid: NOBODY, gid: NOBODY } : {};

export async function startPostgres(folder: string): Promise<Service> {
	const data = join(folder, 'postgres');
	await mkdir(data, { recursive: true });
	if (isRoot) {
		await chown(data, NOBODY, NOBODY);
		await chmod(folder, 0o711);
	}
	const port = await portOrFail();
	const options = { ...identity, cwd: '/' };
	await run(postgresProgram('initdb'), ['-D', data, '-U', 'n8n', '-A', 'trust', '-E', 'UTF8'], options);
	const settings = [
		'-p',
		`${port}`,
		'-k',
		data,
		'-c',
		'listen_addresses=127.0.0.1',
		'-c',
		'max_connections=300',
	];
	let server: ReturnType<typeof spawnGroup> | undefined;
	const query = async (sql: string, database = 'postgres') =>
		await run('psql', ['-h', '127.0.0.1', '-p', `${port}`, '-U', 'n8n', '-d', database, '-Atc', sql]);
	const service = {
		port,
		async start() {
			server = spawnGroup(postgresProgram('postgres'), ['-D', data, ...settings], {
				...options,
				stdio: 'ignore',
			});
			await until(async () => await query('select 1'));
		},
		async kill() {
			await ended(server, 'SIGQUIT');
		},
	};
	await service.start();
	await query('create database n8n');
	return service;
}

export async function startRedis(folder: string): Promise<Service> {
	const port = await portOrFail();
	await mkdir(folder, { recursive: true });
	let server: ReturnType<typeof spawnGroup> | undefined;
	const settings = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes'];
	const service = {
		port,
		async start() {
			server = spawnGroup('redis-server', settings, { cwd: folder, stdio: 'ignore' });
			await until(async () => await run('redis-cli', ['-p', `${port}`, 'ping']));
		},
		async kill() {
			await ended(server, 'SIGTERM');
		},
	};
	await service.start();
	return service;
}

async function until(works: () => Promise<unknown>): Promise<void> {
	const deadline = Date.now() + READY_WITHIN_MS;
	for (;;) {
		const error: unknown = await works().then(
			() => undefined,
			(reason: unknown) => reason,
		);
		if (error === undefined) return;
		if (Date.now() > deadline) throw error;
		await sleep(100);
	}
}

async function ended(child: ReturnType<typeof spawnGroup> | undefined, signal: NodeJS.Signals) {
	if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
	const gone = new Promise((resolve) => child.once('exit', resolve));
	child.kill(signal);
	await gone;
}
