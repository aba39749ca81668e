import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { run } from './childProcess.mts';
import { withInstallLock } from './installLock.mts';
import { HostProblem, npm } from './npm.mts';

/** A complete n8n, and the Node.js to run it with. */
export interface N8nInstall {
	folder: string;
	node: string;
	cli: string;
}

/** The n8n that everything is tested on. */
export const TESTED_VERSION = '2.41.1';
const NEEDED_BYTES = 4 * 1024 ** 3;

/** Older ones have no lock: their own version is exact, and a lock of 1 MB each would be kept for one nightly check. */
const sourceOf = (version: string) => {
	const host = join(process.cwd(), 'tools', 'host');
	return version === TESTED_VERSION ? host : join(host, 'versions', version);
};

const nodeMajorOf = (version: string) => (version === TESTED_VERSION ? 24 : 20);

function installFolder(version: string): string {
	const { N8N_HOST_FOLDER, XDG_CACHE_HOME } = process.env;
	const base =
		N8N_HOST_FOLDER ?? join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'n8n-nodes-report-delivery');
	return join(base, `n8n-${version}`);
}

/** npm carries Node.js itself for Linux; elsewhere the Node.js that runs this must do. */
function findNode(folder: string, version: string): { node: string; headers?: string } {
	const headers = join(folder, 'node_modules', `node-${process.platform}-${process.arch}`);
	const node = join(headers, 'bin', 'node');
	if (existsSync(node)) return { node, headers };
	if (Number(process.versions.node.split('.')[0]) >= nodeMajorOf(version)) return { node: process.execPath };
	throw new HostProblem(
		`n8n ${version} needs Node.js ${nodeMajorOf(version)} or newer. On ${process.platform}-${process.arch} it does not come ` +
			`with the host: run this with Node.js ${nodeMajorOf(version)} (this is ${process.versions.node}).`,
	);
}

const filesOf = (version: string) =>
	['package.json', 'package-lock.json'].filter((name) => existsSync(join(sourceOf(version), name)));

/** Written into the folder last: says that everything which these two files ask for is in place. */
async function expectedStamp(version: string): Promise<string> {
	const hash = createHash('sha256');
	for (const name of filesOf(version)) hash.update(await readFile(join(sourceOf(version), name)));
	return `${hash.digest('hex')} ${process.platform}-${process.arch}\n`;
}

async function checkDisk(folder: string): Promise<void> {
	const { bavail, bsize } = await statfs(folder);
	const free = bavail * bsize;
	if (free >= NEEDED_BYTES) return;
	const gigabytes = (bytes: number) => (bytes / 1024 ** 3).toFixed(1);
	throw new HostProblem(
		`n8n needs ${gigabytes(NEEDED_BYTES)} GB of disk and ${folder} has ${gigabytes(free)} GB free. Make room, or ` +
			'name another folder in N8N_HOST_FOLDER.',
	);
}

async function packagesOfThisPlatform(version: string): Promise<string[]> {
	const file = join(sourceOf(version), 'package-lock.json');
	if (!existsSync(file)) return [];
	const lock = JSON.parse(await readFile(file, 'utf8')) as {
		packages: Record<string, { os?: unknown }>;
	};
	return Object.entries(lock.packages).flatMap(([path, { os }]) => (path && os === undefined ? [path] : []));
}

/** Tells every few seconds how long it has taken and how much is in place; returns how to end that. */
async function reportProgress(
	folder: string,
	version: string,
	progress: (line: string) => void,
): Promise<() => void> {
	const packages = await packagesOfThisPlatform(version);
	const started = Date.now();
	const timer = setInterval(() => {
		const seconds = Math.round((Date.now() - started) / 1000);
		const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
		const there = packages.filter((path) => existsSync(join(folder, path, 'package.json'))).length;
		const count = (value: number) => value.toLocaleString('en-US');
		const ofThem = `${count(there)} of about ${count(packages.length)} packages`;
		// Without a lock nobody knows how many there will be.
		progress(`  ${clock}  ${packages.length === 0 ? 'npm is at work' : ofThem}`);
	}, 5000);
	return () => clearInterval(timer);
}

async function install(folder: string, version: string, progress: (line: string) => void): Promise<void> {
	const logFile = join(folder, 'install.log');
	await checkDisk(folder);
	progress(`Installing n8n ${version} into ${folder} (3 GB, once, about 5 minutes)`);
	await writeFile(logFile, '');
	// Half a package that an interrupted install left behind looks whole to npm.
	await rm(join(folder, 'node_modules'), { recursive: true, force: true });
	for (const name of filesOf(version)) await copyFile(join(sourceOf(version), name), join(folder, name));
	const stop = await reportProgress(folder, version, progress);
	try {
		// Not `npm ci`: a registry that lacks packages of other platforms leaves gaps in the lock that it refuses.
		const doing = `Installing n8n ${version}`;
		await npm(['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, logFile, doing });
	} finally {
		stop();
	}
	const { node, headers } = findNode(folder, version);
	progress('Compiling sqlite3 (about a minute)');
	await npm(['rebuild', 'sqlite3', '--ignore-scripts=false'], {
		cwd: folder,
		logFile,
		doing: 'Compiling sqlite3 for n8n',
		env: headers === undefined ? {} : { npm_config_nodedir: headers },
	});
	await run(node, ['-e', "require('sqlite3')"], { cwd: folder, logFile });
}

/** The n8n to run the package in, installed on first use into a folder that all checkouts of one user share. */
export async function ensureN8n(
	progress: (line: string) => void,
	version = TESTED_VERSION,
): Promise<N8nInstall> {
	const folder = installFolder(version);
	const stampFile = join(folder, '.complete');
	const expected = await expectedStamp(version);
	const isComplete = async () => (await readFile(stampFile, 'utf8').catch(() => '')) === expected;
	if (!(await isComplete())) {
		await mkdir(folder, { recursive: true });
		await withInstallLock(`${folder}.lock`, progress, async () => {
			if (await isComplete()) return;
			await rm(stampFile, { force: true });
			await install(folder, version, progress);
			await writeFile(stampFile, expected);
		});
	}
	return {
		folder,
		node: findNode(folder, version).node,
		cli: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
	};
}
