import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(process.cwd(), 'examples');
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));

interface Node {
	name: string;
	credentials?: Record<string, { id: unknown }>;
}

/** n8n 2.41.1 puts a new credential into all nodes that name one with an empty ID, and into none whose ID is null. */
it.each(names)('%s leaves the choice of credentials to whoever imports it', (name) => {
	const { nodes } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { nodes: Node[] };
	const ids = nodes.flatMap(({ credentials = {} }) => Object.values(credentials).map(({ id }) => id));
	expect(ids.filter((id) => id !== '')).toEqual([]);
});
