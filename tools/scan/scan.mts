/**
 * n8n's package scanner, as verification runs it, on the source and on the packed tarball. It lives in a folder of its
 * own outside the project, because it brings its own versions of ESLint and plugins.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';

const SCANNER_VERSION = '0.32.0';

const cache = path.join(
	process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'),
	'n8n-nodes-report-delivery',
	`scan-${SCANNER_VERSION}`,
);
const stamp = path.join(cache, '.complete');

if (!existsSync(stamp)) {
	console.log(`Installing the scanner into ${cache}`);
	mkdirSync(cache, { recursive: true });
	for (const file of ['package.json', 'package-lock.json']) {
		copyFileSync(path.join('tools/scan', file), path.join(cache, file));
	}
	run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], cache);
	writeFileSync(stamp, '');
}

const work = mkdtempSync(path.join(tmpdir(), 'report-delivery-scan-'));
try {
	run('npm', ['pack', '--pack-destination', work], process.cwd());
	run('sh', ['-c', 'mkdir unpacked && tar -xzf *.tgz -C unpacked --strip-components=1'], work);
	const script = path.join(cache, 'run.mjs');
	copyFileSync('tools/scan/run.mjs', script);
	run(process.execPath, [script, process.cwd(), path.join(work, 'unpacked')], cache);
} finally {
	rmSync(work, { recursive: true, force: true });
}

function run(command: string, args: string[], cwd: string) {
	execFileSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
}
