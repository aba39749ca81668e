import { execFileSync } from 'node:child_process';
import path from 'node:path';

export interface Packed {
	filename: string;
	size: number;
	unpackedSize: number;
	files: Array<{ path: string; size: number }>;
}

/** Packs what `dist` holds, as npm would publish it, into a folder. Returns the path of the tarball. */
export const pack = (folder: string): string =>
	path.join(folder, npmPack(['--pack-destination', folder]).filename);

/** What the tarball would hold. */
export const describePack = (): Packed => npmPack(['--dry-run']);

function npmPack(flags: string[]): Packed {
	const output = execFileSync('npm', ['pack', '--json', '--ignore-scripts', ...flags], {
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
		maxBuffer: 2 ** 26,
	});
	return (JSON.parse(output) as Packed[])[0]!;
}
