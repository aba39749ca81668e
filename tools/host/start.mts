import { rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../sandbox/Tesouro/sandbox.mts';
import { killGroups } from './childProcess.mts';
import { failureText } from './failureText.mts';
import { freePort } from './freePort.mts';
import { makeRunFolder, removeRunFolder, startHost, type Host } from './host.mts';
import { runMainJob } from './job.mts';
import { HostProblem } from './npm.mts';
import { type Flags, readFlags, HELP } from './startFlags.mts';

/** One Ctrl-C arrives twice when npm passes it on as well: what comes this soon is the same one. */
const SAME_SIGNAL_MS = 1500;

/** Everything that one run of the host has open. */
class Run {
	#host: Host | undefined;
	#sandbox: Sandbox | undefined;
	#folder: string | undefined;
	#started = Date.now();
	#stoppingSince: number | undefined;

	constructor(readonly flags: Flags) {}

	get isStopping(): boolean {
		return this.#stoppingSince !== undefined;
	}

	say = (line: string): void => {
		const seconds = ((Date.now() - this.#started) / 1000).toFixed(1);
		if (!this.isStopping) console.log(`${seconds.padStart(6)} s  ${line}`);
	};

	/** Brings everything up and does the job. */
	async work(): Promise<boolean> {
		const { port, rows } = this.flags;
		if ((await freePort(port)) === undefined)
			throw new HostProblem(`Port ${port} is in use. Choose another one: npm start -- --port ${port + 1}`);
		const { say } = this;
		this.#folder = await makeRunFolder();
		this.#host = await startHost({ folder: this.#folder, port, say });
		const storageFolder = join(this.#folder, 'sandbox');
		await mkdir(storageFolder);
		this.#sandbox = await startSandbox({ storageFolder });
		say(`The sandbox is up at ${this.#sandbox.url}`);
		const { n8n } = this.#host;
		const { isEqual, workflowUrl } = await runMainJob({ n8n, sandbox: this.#sandbox, rows, say });
		say(isEqual ? 'Done' : 'FAILED: the stored file differs from what the sandbox made');
		if (!this.flags.isExit && !this.isStopping) this.#sayWhereTheEditorIs(workflowUrl);
		return isEqual;
	}

	#sayWhereTheEditorIs(workflowUrl: string): void {
		const { login } = this.#host!.n8n;
		console.log(`
The editor is open at ${workflowUrl}
  e-mail    ${login.email}
  password  ${login.password}
Everything of this run is in ${this.#folder} and is deleted when it ends. Ctrl-C ends it.`);
	}

	/** Ends everything in order; asked a second time, at once. */
	async stop(exitCode: number): Promise<void> {
		if (this.#stoppingSince !== undefined) {
			if (Date.now() - this.#stoppingSince > SAME_SIGNAL_MS) this.#stopHard();
			return;
		}
		this.#stoppingSince = Date.now();
		await this.#sandbox?.close().catch(() => {});
		await this.#host?.close().catch(() => {});
		killGroups();
		if (this.#folder !== undefined) await removeRunFolder(this.#folder);
		process.exit(exitCode);
	}

	#stopHard(): never {
		killGroups();
		if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 });
		process.exit(130);
	}
}

/** npm does not take its script along when it is killed, and nobody would be left to press Ctrl-C. */
function onOrphaned(stop: () => void): void {
	if (process.env['npm_lifecycle_event'] === undefined) return;
	const parent = process.ppid;
	const timer = setInterval(() => {
		if (process.ppid === parent) return;
		clearInterval(timer);
		stop();
	}, 500);
	timer.unref();
}

async function main(): Promise<void> {
	const flags = readFlags();
	if (flags.isHelp) return console.log(HELP);
	const run = new Run(flags);
	let exitCode = 130;
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
		process.on(signal, () => {
			if (!run.isStopping) console.log('\nStopping n8n and deleting its folder');
			void run.stop(exitCode);
		});
	onOrphaned(() => void run.stop(exitCode));
	try {
		exitCode = (await run.work()) ? 0 : 1;
	} catch (error) {
		if (run.isStopping) return;
		console.error(`\n${failureText(error)}`);
		return await run.stop(1);
	}
	if (flags.isExit && !run.isStopping) await run.stop(exitCode);
}

main().catch((error: unknown) => {
	console.error(failureText(error));
	process.exitCode = 1;
});
