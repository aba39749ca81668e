import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from './childProcess.mts';
import { HostProblem, npm } from './npm.mts';

/** Builds this repository and packs it as it would be published. Returns the tarball. */
export async function packPackage(folder?: string): Promise<string> {
	folder ??= await mkdtemp(join(tmpdir(), 'report-delivery-pack-'));
	const cwd = process.cwd();
	const logFile = join(folder, 'pack.log');
	await npm(['run', 'build'], { cwd, logFile, doing: 'Building the package' });
	await npm(['pack', '--pack-destination', folder], { cwd, logFile, doing: 'Packing the package' });
	const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
	if (tarball === undefined) throw new HostProblem(`npm pack made no tarball. Its output: ${logFile}`);
	return join(folder, tarball);
}

/**
 * Puts a packed package where n8n looks for community packages below its user folder, as n8n's own installer
 * does. Everything but the dependencies, which a community package may not have.
 */
export async function installPackage(tarball: string, userFolder: string): Promise<string> {
	const modules = join(userFolder, '.n8n', 'nodes', 'node_modules');
	const unpacked = join(modules, '.unpacking');
	await mkdir(unpacked, { recursive: true });
	const logFile = join(userFolder, 'unpack.log');
	await run('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1'], { cwd: userFolder, logFile });
	const manifestFile = join(unpacked, 'package.json');
	const manifest = JSON.parse(await readFile(manifestFile, 'utf8')) as Record<string, unknown> & {
		name: string;
	};
	for (const key of ['devDependencies', 'peerDependencies', 'optionalDependencies']) delete manifest[key];
	await writeFile(manifestFile, JSON.stringify(manifest, null, 2));
	const target = join(modules, manifest.name);
	await rm(target, { recursive: true, force: true });
	await mkdir(dirname(target), { recursive: true });
	await rename(unpacked, target);
	return target;
}
