import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ensureN8n } from '../../tools/host/install.mts';

/**
 * We compile against one n8n-workflow and run with the one that n8n brings along: a function that only ours has would be
 * undefined in production alone.
 */
it('everything that the package imports from n8n-workflow exists in the n8n that it runs in', async () => {
	const { folder, node } = await ensureN8n(() => undefined);
	const compiled = readdirSync('dist', { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.js'))
		.map((file) => readFileSync(path.join('dist', file), 'utf8'));
	const names = new Set(
		compiled.flatMap((text) => [...text.matchAll(/n8n_workflow_1\.(\w+)/g)].map(([, name]) => name!)),
	);
	expect([...names]).toEqual(expect.arrayContaining(['NodeConnectionTypes', 'NodeOperationError']));

	const script = `console.log(JSON.stringify(Object.keys(require('n8n-workflow'))))`;
	const exported = JSON.parse(
		execFileSync(node, ['-e', script], { cwd: path.join(folder, 'node_modules/n8n'), encoding: 'utf8' }),
	) as string[];
	expect([...names].filter((name) => !exported.includes(name))).toEqual([]);
});
