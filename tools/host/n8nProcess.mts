import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { signalGroup, spawnGroup } from './childProcess.mts';
import type { N8nInstall } from './install.mts';
import { HostProblem } from './npm.mts';

/** How one n8n process is to run. */
export interface N8nProcessOptions {
	install: N8nInstall;
	userFolder: string;
	port: number;
	brokerPort: number;
	encryptionKey: string;
	/** What n8n is to be: `start` unless named, `webhook` or `worker` in queue mode. */
	command?: string[];
	env: Record<string, string>;
	onLog?: (line: string) => void;
}

/** A running n8n process. */
export interface N8nProcess {
	pid: number;
	lastLines: string[];
	stop(): Promise<void>;
	/** SIGKILL, to all that it started, too. */
	kill(): Promise<void>;
}

const READY_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 20_000;
const KEPT_LINES = 200;

/** Variables of the caller that n8n may see. Not its own settings: this n8n is not the caller's n8n. */
const PASSED_ON = ['LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'NODE_EXTRA_CA_CERTS'];

function environment(options: N8nProcessOptions): Record<string, string> {
	const url = `http://127.0.0.1:${options.port}/`;
	const passedOn = PASSED_ON.flatMap((name) => {
		const value = process.env[name];
		return value === undefined ? [] : [[name, value] as const];
	});
	return {
		...Object.fromEntries(passedOn),
		PATH: [dirname(options.install.node), process.env['PATH'] ?? ''].join(delimiter),
		HOME: options.userFolder,
		N8N_USER_FOLDER: options.userFolder,
		N8N_ENCRYPTION_KEY: options.encryptionKey,
		N8N_PORT: String(options.port),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_EDITOR_BASE_URL: url,
		N8N_WEBHOOK_URL: url,
		N8N_SECURE_COOKIE: 'false',
		N8N_RUNNERS_BROKER_PORT: String(options.brokerPort),
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		...options.env,
	};
}

/** Sends both outputs, line by line, to the log file, to whoever listens and to the lines kept for error texts. */
function recordOutput(child: ChildProcess, options: N8nProcessOptions, lastLines: string[]): void {
	const file = createWriteStream(join(options.userFolder, 'n8n.log'), { flags: 'a' });
	// A full disk must not end the host with an error about a log.
	file.on('error', () => {});
	child.once('close', () => file.end());
	for (const output of [child.stdout, child.stderr]) {
		let rest = '';
		output?.setEncoding('utf8').on('data', (chunk: string) => {
			const lines = (rest + chunk).split('\n');
			rest = lines.pop() ?? '';
			for (const line of lines) {
				file.write(`${line}\n`);
				lastLines.push(line);
				options.onLog?.(line);
			}
			lastLines.splice(0, lastLines.length - KEPT_LINES);
		});
	}
}

function startProblem(reason: string, port: number, lastLines: string[]): HostProblem {
	const log = lastLines.join('\n');
	if (/ENOSPC|SQLITE_FULL|no space left/i.test(log))
		return new HostProblem('n8n cannot run: the disk is full.');
	if (/port \d+ is already in use|EADDRINUSE/.test(log))
		return new HostProblem(`Port ${port} is in use. Choose another one with --port.`);
	return new HostProblem(`n8n ${reason}. Its last lines:\n${lastLines.slice(-20).join('\n')}`);
}

async function waitUntilReady(child: ChildProcess, port: number, lastLines: string[]): Promise<void> {
	const deadline = Date.now() + READY_WITHIN_MS;
	for (;;) {
		const ready = await fetch(`http://127.0.0.1:${port}/healthz/readiness`).then(
			(response) => response.ok,
			() => false,
		);
		if (ready) return;
		if (child.exitCode !== null || child.signalCode !== null)
			throw startProblem(`ended with ${child.exitCode ?? child.signalCode} while starting`, port, lastLines);
		if (Date.now() > deadline) throw startProblem('was not ready after two minutes', port, lastLines);
		await sleep(200);
	}
}

async function stopProcess(child: ChildProcess, pid: number): Promise<void> {
	if (child.exitCode === null && child.signalCode === null) {
		const ended = new Promise((resolve) => child.once('exit', resolve));
		child.kill('SIGTERM');
		const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), STOP_WITHIN_MS);
		await ended;
		clearTimeout(timer);
	}
	// Task runners share the group: n8n ends them itself, and this makes sure of it.
	while (signalGroup(pid, 'SIGKILL')) await sleep(20);
}

async function killProcess(child: ChildProcess, pid: number): Promise<void> {
	const isRunning = child.exitCode === null && child.signalCode === null;
	const ended = isRunning ? new Promise((resolve) => child.once('exit', resolve)) : undefined;
	while (signalGroup(pid, 'SIGKILL')) await sleep(20);
	await ended;
}

/** Starts n8n and waits until it serves requests. */
export async function startProcess(options: N8nProcessOptions): Promise<N8nProcess> {
	await mkdir(options.userFolder, { recursive: true });
	const child = spawnGroup(options.install.node, [options.install.cli, ...(options.command ?? ['start'])], {
		cwd: options.userFolder,
		env: environment(options),
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const lastLines: string[] = [];
	recordOutput(child, options, lastLines);
	const failed = new Promise<never>((_, reject) => child.once('error', reject));
	await Promise.race([failed, waitUntilReady(child, options.port, lastLines)]).catch(
		async (error: unknown) => {
			if (child.pid !== undefined) await stopProcess(child, child.pid);
			throw error;
		},
	);
	const pid = child.pid ?? 0;
	return { pid, lastLines, stop: () => stopProcess(child, pid), kill: () => killProcess(child, pid) };
}
