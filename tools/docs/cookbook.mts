/**
 * Writes docs/cookbook.md from the workflows in examples/: one entry each, with its note.
 *
 *   npm run docs         writes it, and every other one
 *   npm run docs:check   ends with 1 when docs/cookbook.md is behind examples/
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

/** The nodes after each node, by name; two outputs may lead to the same one. */
const followers = ({ connections }: Workflow): Map<string, string[]> =>
	new Map(
		Object.entries(connections).map(([name, { main }]) => {
			const targets = main.flatMap((output) => output ?? []).map(({ node }) => node);
			return [name, [...new Set(targets)]];
		}),
	);

/** What follows what: one line for each way from a first node to a last one, or back into a loop. */
function ways(workflow: Workflow): string[] {
	const next = followers(workflow);
	const targets = new Set([...next.values()].flat());
	const starts = workflow.nodes.filter(({ name, type }) => type !== STICKY && !targets.has(name));
	const unfinished = starts.map(({ name }) => [name]);
	const lines: string[] = [];
	while (unfinished.length > 0) {
		const way = unfinished.shift()!;
		const last = way.at(-1)!;
		const following = next.get(last) ?? [];
		const isLooped = way.indexOf(last) < way.length - 1;
		if (following.length === 0 || isLooped) lines.push(`- ${way.join(' → ')}${isLooped ? ' (again)' : ''}`);
		else unfinished.unshift(...following.map((name) => [...way, name]));
	}
	return lines;
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
		command: 'npm run docs',
	});
});
