import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureN8n } from '../host/install.mts';
import { freePort } from '../host/freePort.mts';
import { n8nApi, type N8nApi } from '../host/n8nApi.mts';
import { startProcess, type N8nProcess, type N8nProcessOptions } from '../host/n8nProcess.mts';
import { setUpOwner, type N8nSession } from '../host/n8nSession.mts';
import { installPackage, packPackage } from '../host/pack.mts';
import { startGate } from './gate.mts';
import { startPostgres, startRedis, type Service } from './services.mts';

/** One process of n8n that can be ended and started. */
export interface Member {
	name: string;
	port: number;
	readonly pid: number;
	/** SIGKILL: nothing is put in order. */
	kill(): Promise<void>;
	/** SIGTERM, and the time that n8n takes. */
	stop(): Promise<void>;
	start(): Promise<void>;
}

/** A real n8n in one of its modes, with the packed package in it. */
export interface Cluster {
	api: N8nApi;
	session: N8nSession;
	members: Member[];
	/** Those that take deliveries. */
	receivers: Member[];
	workers: Member[];
	postgres?: Service;
	redis?: Service;
	/** Where a provider sends to: through nginx, which asks n8n whether it is ready. */
	gates: string[];
	folder: string;
	close(): Promise<void>;
}

const settings = {
	N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
	N8N_LOG_LEVEL: 'warn',
	EXECUTIONS_DATA_PRUNE: 'false',
};

export async function startSqlite(
	folder: string,
	say: (line: string) => void,
	env: Record<string, string> = {},
) {
	const base = await prepare(folder, say);
	const main = await startMember('main', { ...base, env: { ...settings, ...env } });
	return await clusterOf(folder, [main], [main], []);
}

export async function startQueue(
	folder: string,
	say: (line: string) => void,
	env: Record<string, string> = {},
) {
	const base = await prepare(folder, say);
	const [postgres, redis] = [await startPostgres(folder), await startRedis(join(folder, 'redis'))];
	const shared = {
		...settings,
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: `${postgres.port}`,
		DB_POSTGRESDB_DATABASE: 'n8n',
		DB_POSTGRESDB_USER: 'n8n',
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_PORT: `${redis.port}`,
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		...env,
	};
	const start = async (name: string, command: string[]) =>
		await startMember(name, { ...base, command, env: shared });
	const main = await start('main', ['start']);
	const receivers = [await start('webhook 1', ['webhook']), await start('webhook 2', ['webhook'])];
	const workers = [
		await start('worker 1', ['worker', '--concurrency=10']),
		await start('worker 2', ['worker', '--concurrency=10']),
	];
	return {
		...(await clusterOf(folder, [main, ...receivers, ...workers], receivers, workers)),
		postgres,
		redis,
	};
}

async function prepare(folder: string, say: (line: string) => void) {
	const install = await ensureN8n(say);
	const userFolder = join(folder, 'n8n');
	await mkdir(userFolder, { recursive: true });
	await installPackage(await packPackage(folder), userFolder);
	return { install, userFolder, encryptionKey: randomBytes(24).toString('hex') };
}

async function startMember(
	name: string,
	options: Omit<N8nProcessOptions, 'port' | 'brokerPort'>,
): Promise<Member> {
	const ports = { port: (await freePort()) ?? 0, brokerPort: (await freePort()) ?? 0 };
	const env = { ...options.env, QUEUE_HEALTH_CHECK_PORT: `${ports.port}` };
	const start = async () => await startProcess({ ...options, ...ports, env });
	let running: N8nProcess = await start();
	return {
		name,
		port: ports.port,
		get pid() {
			return running.pid;
		},
		kill: async () => await running.kill(),
		stop: async () => await running.stop(),
		async start() {
			running = await start();
		},
	};
}

async function clusterOf(
	folder: string,
	members: Member[],
	receivers: Member[],
	workers: Member[],
): Promise<Cluster> {
	const login = { email: 'owner@example.com', password: `N8${randomBytes(9).toString('base64url')}` };
	const session = await setUpOwner(`http://127.0.0.1:${members[0]!.port}`, login);
	const gates = await Promise.all(
		receivers.map(async ({ port }, index) => {
			const place = join(folder, `gate-${index}`);
			await mkdir(place);
			return await startGate(place, port);
		}),
	);
	return {
		api: n8nApi(session),
		session,
		members,
		receivers,
		workers,
		gates: gates.map(({ url }) => url),
		folder,
		async close() {
			for (const gate of gates) gate.close();
			for (const member of members) await member.kill();
		},
	};
}
