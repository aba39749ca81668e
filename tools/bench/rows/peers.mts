import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** What ours is measured against, in a folder of its own outside the project: DuckDB alone has 60 MB. */
export function installPeers(): string {
	const cache = process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');
	const folder = path.join(cache, 'n8n-nodes-report-delivery', 'bench-rows');
	mkdirSync(folder, { recursive: true });
	copyFileSync('tools/bench/rows/package.json', path.join(folder, 'package.json'));
	if (!existsSync(path.join(folder, 'node_modules/udsv'))) {
		execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
			cwd: folder,
			stdio: 'inherit',
		});
	}
	return folder;
}
