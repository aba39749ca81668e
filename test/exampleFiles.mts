import { readdirSync, readFileSync } from 'node:fs';
import type { INode } from 'n8n-workflow';

export interface Example {
	nodes: Array<INode & { parameters: Record<string, unknown> }>;
	connections: Record<string, { main: Array<Array<{ node: string }>> }>;
}

/** The examples of one provider, by the names of their files. */
export const examplesOf = (provider: string) =>
	readdirSync('examples')
		.filter((file) => file.startsWith(`${provider}-`) && file.endsWith('.json'))
		.map((file) => [file, JSON.parse(readFileSync(`examples/${file}`, 'utf8')) as Example] as const);

/** It holds nobody's credentials, and every connection leads somewhere. */
export function expectImportable({ nodes, connections }: Example): void {
	for (const { credentials } of nodes) {
		for (const { id } of Object.values(credentials ?? {})) expect(id).toBe('');
	}
	const names = new Set(nodes.map(({ name }) => name));
	const ends = Object.entries(connections).flatMap(([from, { main }]) => [
		from,
		...main.flat().map(({ node }) => node),
	]);
	expect(ends.filter((name) => !names.has(name))).toEqual([]);
}
