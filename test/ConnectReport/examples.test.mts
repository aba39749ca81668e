import { readdirSync, readFileSync } from 'node:fs';
import type { INode, INodeProperties } from 'n8n-workflow';
import { ConnectReport } from '../../nodes/ConnectReport/ConnectReport.node';
import { ConnectReportTrigger } from '../../nodes/ConnectReport/ConnectReportTrigger.node';

interface Example {
	nodes: Array<INode & { parameters: Record<string, unknown> }>;
	connections: Record<string, { main: Array<Array<{ node: string }>> }>;
}

const examples = readdirSync('examples')
	.filter((file) => /^connectreport-.*\.json$/.test(file))
	.map((file) => [file, JSON.parse(readFileSync(`examples/${file}`, 'utf8')) as Example] as const);

const panels: Record<string, INodeProperties[]> = {
	'n8n-nodes-report-delivery.connectReport': new ConnectReport().description.properties,
	'n8n-nodes-report-delivery.connectReportTrigger': new ConnectReportTrigger().description.properties,
};

it.each(examples)('%s: each of our steps names existing fields and choices', (_, { nodes }) => {
	const ours = nodes.filter(({ type }) => panels[type] !== undefined);
	expect(ours.length).toBeGreaterThan(0);
	for (const { type, parameters } of ours) {
		for (const [name, value] of Object.entries(parameters)) {
			const fields = panels[type]!.filter((field) => field.name === name);
			expect([name, fields.length > 0]).toEqual([name, true]);
			const choices: unknown[] = fields.flatMap(({ options = [] }) =>
				options.map((option) => ('value' in option ? option.value : option.name)),
			);
			const used: unknown[] =
				typeof value === 'object' ? (Array.isArray(value) ? value : Object.keys(value!)) : [value];
			const isChosen = fields.some(({ type: kind }) => /options|collection/i.test(kind));
			if (isChosen) expect(choices).toEqual(expect.arrayContaining(used));
		}
	}
});

it.each(examples)("%s: contains nobody's credentials, and every connection leads somewhere", (_, example) => {
	for (const { credentials } of example.nodes) {
		for (const { id } of Object.values(credentials ?? {})) expect(id).toBe('');
	}
	const names = new Set(example.nodes.map(({ name }) => name));
	const ends = Object.entries(example.connections).flatMap(([from, { main }]) => [
		from,
		...main.flat().map(({ node }) => node),
	]);
	expect(ends.filter((name) => !names.has(name))).toEqual([]);
});
