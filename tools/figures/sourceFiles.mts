import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface SourceFile {
	/** From the root of the repository, with slashes. */
	file: string;
	lines: string[];
}

/** What is shipped as code: everything in `nodes/` and `credentials/` that TypeScript compiles. */
export const productFiles = (root = '.'): SourceFile[] =>
	['nodes', 'credentials']
		.flatMap((folder) =>
			readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
				path.posix.join(folder, file.split(path.sep).join('/')),
			),
		)
		.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
		.sort()
		.map((file) => ({
			file,
			lines: readFileSync(path.join(root, file), 'utf8').replace(/\n$/, '').split('\n'),
		}));
