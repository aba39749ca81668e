/**
 * Writes docs/cookbook.md from the workflows in examples/: one entry each, with its note.
 *
 *   npx tsx tools/docs/cookbook.mts           writes it
 *   npx tsx tools/docs/cookbook.mts --check   ends with 1 when docs/cookbook.md is behind examples/
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keepUpToDate, run } from './upToDate.mts';

interface Workflow {
	name: string;
	nodes: Array<{ name: string; type: string; parameters: { content?: string } }>;
	connections: Record<string, { main: Array<Array<{ node: string }> | null> }>;
}

const INTRODUCTION = `# Cookbook

Ready-made workflows. In n8n, make a new workflow, choose **Import > From file**, and choose the file. The note in each
workflow says what to fill in; it is repeated here. [How to import one, step by step](../examples/README.md).`;

const STICKY = 'n8n-nodes-base.stickyNote';

/** What follows what, one line for each way; two outputs may lead to one node. */
function ways({ nodes, connections }: Workflow): string[] {
	const targets = new Set(
		Object.values(connections).flatMap(({ main }) =>
			main.flatMap((next) => next ?? []).map(({ node }) => node),
		),
	);
	const starts = nodes.filter(({ name, type }) => type !== STICKY && !targets.has(name));
	const follow = (name: string): string[][] => {
		const next = (connections[name]?.main ?? []).flatMap((output) => output ?? []);
		return next.length === 0
			? [[name]]
			: next.flatMap(({ node }) => follow(node)).map((rest) => [name, ...rest]);
	};
	const found = starts.flatMap(({ name }) => follow(name)).map((way) => `- ${way.join(' → ')}`);
	return [...new Set(found)];
}

function entry(file: string, workflow: Workflow): string {
	const { parameters } = workflow.nodes.find(({ type }) => type === STICKY)!;
	const [, ...lines] = (parameters.content ?? '').split('\n');
	return [
		`## ${workflow.name}`,
		`[\`examples/${file}\`](../examples/${file})`,
		lines.join('\n').trim(),
		ways(workflow).join('\n'),
	].join('\n\n');
}

run(async () => {
	const files = (await readdir('examples')).filter((name) => name.endsWith('.json')).sort();
	const entries = await Promise.all(
		files.map(async (file) =>
			entry(file, JSON.parse(await readFile(join('examples', file), 'utf8')) as Workflow),
		),
	);
	await keepUpToDate('docs/cookbook.md', {
		text: `${[INTRODUCTION, ...entries].join('\n\n')}\n`,
		from: 'examples/',
		command: 'npx tsx tools/docs/cookbook.mts',
	});
});
