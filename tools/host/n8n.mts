import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { freePort } from './freePort.mts';
import type { N8nInstall } from './install.mts';
import { n8nApi, type N8nApi } from './n8nApi.mts';
import { startProcess } from './n8nProcess.mts';
import { setUpOwner, type N8nLogin } from './n8nSession.mts';
import { HostProblem } from './npm.mts';

/** How to start n8n. */
export interface N8nOptions {
	install: N8nInstall;
	/** Where it keeps everything: database, binary data, community packages, log. */
	userFolder: string;
	/** A free one unless named. */
	port?: number;
	/** Further settings, such as N8N_PAYLOAD_SIZE_MAX. */
	env?: Record<string, string>;
	onLog?: (line: string) => void;
}

/** A running n8n of its own, with its owner logged in. */
export interface N8n extends N8nApi {
	readonly url: string;
	readonly login: N8nLogin;
	/** The owner's key to n8n's API. */
	readonly apiKey: string;
	readonly pid: number;
	readonly logFile: string;
	/** The newest lines that n8n wrote. */
	readonly log: readonly string[];
	stop(): Promise<void>;
	/** The same folder and port, a new process. */
	restart(): Promise<void>;
}

const OWNER = 'owner@example.com';

/** n8n wants a digit and a capital letter in a password. */
const randomPassword = () => `N8${randomBytes(9).toString('base64url')}`;

async function choosePort(wanted: number | undefined): Promise<number> {
	const port = await freePort(wanted);
	if (port === undefined) throw new HostProblem(`Port ${wanted} is in use. Choose another one with --port.`);
	return port;
}

/** Starts n8n on 127.0.0.1, makes its owner and returns when it can be used. */
export async function startN8n(options: N8nOptions): Promise<N8n> {
	const settings = {
		install: options.install,
		userFolder: options.userFolder,
		port: await choosePort(options.port),
		brokerPort: await choosePort(undefined),
		encryptionKey: randomBytes(24).toString('hex'),
		env: options.env ?? {},
		...(options.onLog ? { onLog: options.onLog } : {}),
	};
	const url = `http://127.0.0.1:${settings.port}`;
	const login = { email: OWNER, password: randomPassword() };
	let running = await startProcess(settings);
	const session = await setUpOwner(url, login).catch(async (error: unknown) => {
		await running.stop();
		throw error;
	});
	return {
		...n8nApi(session),
		url,
		login,
		apiKey: session.apiKey,
		logFile: join(options.userFolder, 'n8n.log'),
		get pid() {
			return running.pid;
		},
		get log() {
			return running.lastLines;
		},
		stop: () => running.stop(),
		async restart() {
			await running.stop();
			running = await startProcess(settings);
		},
	};
}
