/**
 * The combined package and the five packages of one service each, all in one real n8n: `npm run test:packages`. A delivery
 * or a file goes through each of the five, then the same through the combined one.
 */
import { execFileSync, type StdioOptions } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { services } from '../export/services.mts';
import { makeRunFolder, removeRunFolder } from '../host/host.mts';
import { packPackage } from '../host/pack.mts';
import { tryPackages } from './tryPackages.mts';

const folder = await makeRunFolder();
const quiet = { stdio: ['ignore', 'ignore', 'inherit'] as StdioOptions };
try {
	execFileSync('npm', ['run', 'export', '--', 'all', '--to', path.join(folder, 'exported')], quiet);
	const tarballs = [await packPackage(folder)];
	for (const { packageName } of services) {
		const cwd = path.join(folder, 'exported', packageName);
		const packed = path.join(folder, `packed-${packageName}`);
		mkdirSync(packed);
		// The versions in the lock are the same, so the packages of this repository will do.
		symlinkSync(path.resolve('node_modules'), path.join(cwd, 'node_modules'));
		execFileSync('npm', ['run', 'build'], { cwd, ...quiet });
		execFileSync('npm', ['pack', '--silent', '--pack-destination', packed], { cwd, ...quiet });
		tarballs.push(path.join(packed, `${packageName}-${manifest.version}.tgz`));
	}
	const ownPackageOf = (node: string) =>
		services.find(({ folder: own }) => node.replace(/Trigger$/, '') === own[0]!.toLowerCase() + own.slice(1))!
			.packageName;
	const outcome = await tryPackages({
		tarballs,
		rounds: { ', own package': ownPackageOf, ', combined package': () => manifest.name },
	});
	process.exitCode = Object.values(outcome).every(({ ok }) => ok) ? 0 : 1;
} finally {
	await removeRunFolder(folder);
}
