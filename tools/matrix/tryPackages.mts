import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeRunFolder, removeRunFolder } from '../host/host.mts';
import { ensureN8n, TESTED_VERSION } from '../host/install.mts';
import { startN8n, type N8n } from '../host/n8n.mts';
import { installPackage } from '../host/pack.mts';
import { makeRecipientKey } from '../host/recipientKey.mts';
import { startSandbox } from '../sandbox/Tesouro/sandbox.mts';
import { refusalOfExecutions } from './refusalOfExecutions.mts';
import { trials, type TrialSetting } from './trials.mts';

export interface Attempt {
	/** Of n8n; the tested one unless named. */
	version?: string;
	/** Packed packages to install. */
	tarballs: string[];
	env?: Record<string, string>;
	/** What must be up before n8n starts, in the folder of this run: returns more variables, and how to end it. */
	prepare?(folder: string): Promise<{ env: Record<string, string>; close(): Promise<void> }>;
	/** Of the files of the trials. */
	bytes?: number;
	/** Of the workflows of the trials. */
	settings?: Record<string, unknown>;
	/** How a node is told of the file that the node before it made under "data". */
	fileField?: string;
	/** Which package a node is taken from, in words: every trial runs once with each. By default the first that has it. */
	rounds?: Record<string, (node: string) => string>;
	only?: readonly string[];
}

/** What each trial saw, by its name: `ok` with what it saw, or what went wrong. */
export type Outcome = Record<string, { ok: boolean; seen: string }>;

const LOADED = 'Nodes and credentials listed';

/** Starts a real n8n with the packages in it and runs the trials. An n8n that does not start is an outcome, too. */
export async function tryPackages(attempt: Attempt): Promise<Outcome> {
	const folder = await makeRunFolder();
	const outcome: Outcome = {};
	const closers: Array<() => Promise<void>> = [() => removeRunFolder(folder)];
	try {
		const install = await ensureN8n(console.error, attempt.version);
		const userFolder = join(folder, 'n8n');
		await mkdir(userFolder);
		const installed: Installed[] = [];
		for (const tarball of attempt.tarballs)
			installed.push(await readManifest(await installPackage(tarball, userFolder)));
		const prepared = await attempt.prepare?.(folder);
		if (prepared) closers.push(() => prepared.close());
		const n8n = await startN8n({ install, userFolder, env: { ...attempt.env, ...prepared?.env } });
		closers.push(() => n8n.stop());
		await note(outcome, LOADED, async () => await listed(n8n, installed));
		const sandbox = await startSandbox({ retryDelaysMs: [] });
		closers.push(() => sandbox.close());
		const firstWith = (node: string) => installed.find(({ nodes }) => nodes.includes(node))!.name;
		const key = await makeRecipientKey();
		for (const [round, packageOf] of Object.entries(attempt.rounds ?? { '': firstWith })) {
			const setting: TrialSetting = {
				n8n,
				sandbox,
				key,
				typeOf: (node) => `${packageOf(node)}.${node}`,
				bytes: attempt.bytes ?? 100_000,
				settings: attempt.settings ?? {},
				fileField: attempt.fileField ?? 'data',
				userFolder,
				refuseExecutions: refusalOfExecutions(install, userFolder),
				keepsTornFiles: isBefore(attempt.version ?? TESTED_VERSION, 2, 33),
			};
			for (const [name, trial] of Object.entries(trials))
				if (attempt.only?.includes(name) ?? true)
					await note(outcome, `${name}${round}`, () => trial(setting));
		}
	} catch (error) {
		await note(outcome, 'n8n starts', () => Promise.reject(error));
	} finally {
		for (let close = closers.pop(); close; close = closers.pop()) await close();
	}
	return outcome;
}

interface Installed {
	name: string;
	/** Names of types, such as `openPgp`. */
	nodes: string[];
	credentials: string[];
}

async function readManifest(folder: string): Promise<Installed> {
	const { name, n8n } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
		name: string;
		n8n: { nodes: string[]; credentials: string[] };
	};
	const nameIn = (file: string, ending: RegExp) => {
		const title = file.split('/').at(-1)!.replace(ending, '');
		return title[0]!.toLowerCase() + title.slice(1);
	};
	return {
		name,
		nodes: n8n.nodes.map((file) => nameIn(file, /\.node\.js$/)),
		credentials: n8n.credentials.map((file) => nameIn(file, /\.credentials\.js$/)),
	};
}

async function listed(n8n: N8n, packages: Installed[]): Promise<string> {
	const nodes = new Set((await n8n.nodeTypes()).map(({ name }) => name));
	const credentials = new Set(await n8n.credentialTypes());
	const wantedNodes = packages.flatMap(({ name, nodes: own }) => own.map((node) => `${name}.${node}`));
	const wantedCredentials = packages.flatMap((one) => one.credentials);
	const missing = [
		...wantedNodes.filter((node) => !nodes.has(node)),
		...wantedCredentials.filter((name) => !credentials.has(name)),
	];
	if (missing.length > 0) throw new Error(`n8n does not list ${missing.join(', ')}`);
	return `${wantedNodes.length} nodes, ${new Set(wantedCredentials).size} credentials`;
}

async function note(outcome: Outcome, name: string, work: () => Promise<string>): Promise<void> {
	outcome[name] = await work().then(
		(seen) => ({ ok: true, seen }),
		(error: unknown) => ({ ok: false, seen: textOf(error) }),
	);
	console.log(`  ${outcome[name].ok ? 'ok  ' : 'FAIL'} ${name}: ${outcome[name].seen}`);
}

function isBefore(version: string, major: number, minor: number): boolean {
	const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
	return ownMajor < major || (ownMajor === major && ownMinor < minor);
}

const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
