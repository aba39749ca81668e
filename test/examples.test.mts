import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(process.cwd(), 'examples');
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));

interface Node {
	name: string;
	type: string;
	credentials?: Record<string, { id: unknown }>;
}
interface Workflow {
	nodes: Node[];
	connections: Record<string, { main: Array<Array<{ node: string }>> }>;
}
const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Workflow;

/**
 * n8n 2.41.1 puts a new credential into all nodes that name one with an empty ID, and into none whose ID is null. Into those that
 * name none it puts it, too, and at import the newest of the type (both: useCanvasOperations and the store of workflows).
 */
it.each(names)('%s leaves the choice of credentials to whoever imports it', (name) => {
	const ids = read(name).nodes.flatMap(({ credentials = {} }) =>
		Object.values(credentials).map(({ id }) => id),
	);
	expect(ids.filter((id) => id !== '')).toEqual([]);
});

it.each(names)(
	'%s has a note, every connection leads somewhere, and no path ends in a No Operation',
	(name) => {
		const { nodes, connections } = read(name);
		expect(nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote')).toHaveLength(1);
		const known = new Set(nodes.map((node) => node.name));
		const targets = Object.values(connections).flatMap(({ main }) => main.flat().map(({ node }) => node));
		expect([...Object.keys(connections), ...targets].filter((target) => !known.has(target))).toEqual([]);
		const goesOn = (node: Node) => connections[node.name]?.main.some((next) => next.length > 0) ?? false;
		const ends = nodes.filter((node) => node.type === 'n8n-nodes-base.noOp' && !goesOn(node));
		expect(ends.map((node) => node.name)).toEqual([]);
	},
);

it('each example has its line in the list', () => {
	const list = readFileSync(join(folder, 'README.md'), 'utf8');
	const listed = [...list.matchAll(/\]\(([\w-]+\.json)\)/g)].map((match) => match[1]);
	expect([...new Set(listed)].sort()).toEqual([...names].sort());
});
