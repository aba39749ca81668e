import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeProperties, INodeType, INodeTypeDescription } from 'n8n-workflow';
import manifest from '../../package.json';

// Workflows as they were exported with each release, in releases/<version>, and those of today. The former are never
// changed: people have them in their n8n. `npm run release:check` asks for a copy of the examples before each release.

const kept = 'test/publishing/releases';
const folders = [
	'examples',
	...(existsSync(kept) ? readdirSync(kept).map((version) => path.join(kept, version)) : []),
];
const workflowsIn = (folder: string) => readdirSync(folder).filter((file) => file.endsWith('.json'));

const types = new Map<string, INodeTypeDescription>(
	manifest.n8n.nodes.map((file) => {
		const source = path.resolve(file.replace(/^dist\//, '').replace(/\.js$/, '.ts'));
		const [Node] = Object.values(jest.requireActual<Record<string, new () => INodeType>>(source));
		const { description } = new Node!();
		return [`${manifest.name}.${description.name}`, description] as const;
	}),
);

interface SavedNode {
	name: string;
	type: string;
	typeVersion: number;
	parameters: Record<string, unknown>;
	credentials?: Record<string, unknown>;
}

/** What no longer fits: the name of a value that nothing has any more, or a choice that is gone. */
function misfits(saved: Record<string, unknown>, fields: INodeProperties[], where: string): string[] {
	return Object.entries(saved).flatMap(([name, value]) => {
		const named = fields.filter((field) => field.name === name);
		if (named.length === 0) return [`${where}: no field is called "${name}"`];
		return named.some((field) => fits(value, field))
			? []
			: [`${where}: "${name}" no longer takes ${JSON.stringify(value)}`];
	});
}

function fits(value: unknown, { type, options = [] }: INodeProperties): boolean {
	if (typeof value === 'string' && value.startsWith('=')) return true;
	// A list without choices is filled from the server.
	const isOffered = (choice: unknown) =>
		options.length === 0 || options.some((one) => 'value' in one && one.value === choice);
	if (type === 'options') return isOffered(value);
	if (type === 'multiOptions') return Array.isArray(value) && value.every(isOffered);
	if (type === 'collection' || type === 'fixedCollection')
		return Object.entries(value as object).every(([name, inner]) => {
			const option = options.find((one) => one.name === name);
			if (option === undefined) return false;
			if (!('values' in option)) return fits(inner, option as INodeProperties);
			return [inner]
				.flat()
				.every((row) => misfits(row as Record<string, unknown>, option.values, name).length === 0);
		});
	return true;
}

function misfitsOf(workflow: { nodes: SavedNode[] }): string[] {
	return workflow.nodes
		.filter(({ type }) => type.startsWith(`${manifest.name}.`))
		.flatMap(({ name, type, typeVersion, parameters, credentials = {} }) => {
			const description = types.get(type);
			if (description === undefined) return [`${name}: no node has the type ${type}`];
			return [
				...([description.version].flat().includes(typeVersion)
					? []
					: [`${name}: version ${typeVersion} of the node is gone`]),
				...Object.keys(credentials)
					.filter((one) => !description.credentials?.some((known) => known.name === one))
					.map((one) => `${name}: the node no longer takes the credential ${one}`),
				...misfits(parameters, description.properties, name),
			];
		});
}

const read = (folder: string, file: string) =>
	JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as { nodes: SavedNode[] };

describe.each(folders)('each workflow of %s opens in this version:', (folder) => {
	it.each(workflowsIn(folder))('%s', (file) => {
		expect(misfitsOf(read(folder, file))).toEqual([]);
	});
});

it.each([
	['a node that is gone', (node: SavedNode) => ({ ...node, type: `${manifest.name}.gone` })],
	['a version that is gone', (node: SavedNode) => ({ ...node, typeVersion: 99 })],
	['a field that is gone', (node: SavedNode) => ({ ...node, parameters: { ...node.parameters, gone: 1 } })],
	[
		'a choice that is gone',
		(node: SavedNode) => ({
			...node,
			parameters: { ...node.parameters, authenticity: 'gone', operation: 'gone' },
		}),
	],
	['a credential that is gone', (node: SavedNode) => ({ ...node, credentials: { gone: {} } })],
])('a change would be noticed: %s', (_, change) => {
	const workflow = workflowsIn('examples')
		.map((file) => read('examples', file))
		.find(({ nodes }) => nodes.some(({ type }) => types.has(type)))!;
	expect(
		misfitsOf({ nodes: workflow.nodes.map((node) => (types.has(node.type) ? change(node) : node)) }),
	).not.toEqual([]);
});
