import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Finding } from './gates.mts';
import { pack } from './pack.mts';

/** Two builds of one source, each from nothing, have to give the same bytes: so that people can check what they install. */
export async function buildTwice(): Promise<Finding[]> {
	const [first, second] = [digestOfBuild(), digestOfBuild()];
	const problems = first === second ? [] : [`The tarballs differ: ${first} and ${second}`];
	return [{ gate: 'two builds, the same bytes', figure: `sha256 ${first}`, problems }];
}

function digestOfBuild(): string {
	execFileSync('npx', ['gulp', 'build', '--silent'], { stdio: ['ignore', 'ignore', 'inherit'] });
	const folder = mkdtempSync(path.join(tmpdir(), 'report-delivery-gate-'));
	try {
		const tarball = pack(folder);
		return createHash('sha256').update(readFileSync(tarball)).digest('hex');
	} finally {
		rmSync(folder, { recursive: true });
	}
}
