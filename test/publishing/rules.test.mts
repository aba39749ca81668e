import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ICredentialType, INodeProperties, INodeType } from 'n8n-workflow';
import manifest from '../../package.json';

/**
 * Published rules for community packages that the newest lint which npm serves does not have yet
 * (n8n-io/n8n, packages/@n8n/eslint-plugin-community-nodes/docs/rules).
 */

function load<T>(built: string): { file: string; instance: T } {
	const file = built.replace(/^dist\//, '').replace(/\.js$/, '.ts');
	const exported = jest.requireActual<Record<string, new () => T>>(path.resolve(file));
	return { file, instance: new (Object.values(exported)[0]!)() };
}

const nodes = manifest.n8n.nodes.map((file) => load<INodeType>(file));
const credentials = manifest.n8n.credentials.map((file) => load<ICredentialType>(file));

const codexCategories = new Set([
	'AI',
	'Analytics',
	'Communication',
	'Core Nodes',
	'Cybersecurity',
	'Data & Storage',
	'Development',
	'Finance & Accounting',
	'Marketing',
	'Miscellaneous',
	'Productivity',
	'Sales',
	'Utility',
]);

const codexOf = (file: string) =>
	JSON.parse(readFileSync(file.replace(/\.ts$/, '.json'), 'utf8')) as {
		categories: string[];
		subcategories?: unknown;
	};

function* fieldsOf(properties: INodeProperties[]): Generator<INodeProperties> {
	for (const field of properties) {
		yield field;
		for (const option of field.options ?? []) {
			if ('values' in option) yield* fieldsOf(option.values as INodeProperties[]);
			else if ('displayName' in option) yield* fieldsOf([option as INodeProperties]);
		}
	}
}

const allFields = [...nodes, ...credentials].flatMap(({ file, instance }) => [
	...[...fieldsOf('description' in instance ? instance.description.properties : instance.properties)].map(
		(field) => ({ file, field }),
	),
]);

it('no-monorepo: the repository contains only this package', () => {
	expect(manifest.repository).not.toHaveProperty('directory');
});

it('valid-codex-categories, no-codex-subcategories, no-ai-codex-category', () => {
	for (const { file } of nodes) {
		const { categories, subcategories } = codexOf(file);
		expect([file, categories.filter((category) => !codexCategories.has(category))]).toEqual([file, []]);
		expect([file, subcategories]).toEqual([file, undefined]);
		expect([file, categories.includes('AI')]).toEqual([file, false]);
	}
});

it('hint-max-length: hints of fields have 120 characters at most', () => {
	const long = allFields.filter(({ field: { hint = '' } }) => hint.length > 120);
	expect(long.map(({ file, field }) => `${file}: ${field.name} (${field.hint?.length})`)).toEqual([]);
});

it('non-required-fields-in-collection: fields of a collection may be left out', () => {
	const required = allFields
		.filter(({ field }) => field.type === 'collection')
		.flatMap(({ file, field }) =>
			(field.options ?? [])
				.filter((option) => 'required' in option && option.required)
				.map(({ name }) => `${file}: ${name}`),
		);
	expect(required).toEqual([]);
});

it("no-hardcoded-ids: no field contains anybody's ID", () => {
	const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;
	const held = allFields.filter(({ field }) => uuid.test(JSON.stringify(field.default ?? '')));
	expect(held.map(({ file, field }) => `${file}: ${field.name}`)).toEqual([]);
});

it('node-usable-as-tool: action nodes are usable as tools, triggers are not', () => {
	for (const { file, instance } of nodes) {
		const isTrigger = instance.description.group.includes('trigger');
		expect([file, 'usableAsTool' in instance.description]).toEqual([file, !isTrigger]);
	}
});

/** Each PDF of ReportFlow is billed, and the others read files, which n8n hands to no tool: docs/agents.md. */
it('only nodes that look things up are tools for an agent, and the model never chooses the operation', () => {
	for (const { file, instance } of nodes) {
		const { name, usableAsTool, properties } = instance.description;
		const isTool = usableAsTool === true;
		expect([file, isTool]).toEqual([file, ['connectReport', 'tesouro'].includes(name)]);
		const choices = properties.filter((field) => /^(resource|operation)$/.test(field.name));
		if (isTool) expect(choices.map(({ noDataExpression }) => noDataExpression)).not.toContain(undefined);
	}
});

it('no-logic-or-flow-nodes: each node works on one service or one kind of file', () => {
	for (const { file, instance } of nodes) {
		const { outputs, name } = instance.description;
		expect([file, Array.isArray(outputs) || typeof outputs === 'string']).toEqual([file, true]);
		expect(name).not.toMatch(/^(if|switch|filter|merge|loop|wait|set|sort|limit)$/i);
	}
});

describe('icon-contrast', () => {
	const icons = new Set(
		nodes.flatMap(({ file, instance }) =>
			Object.entries(instance.description.icon as Record<'light' | 'dark', string>).map(
				([theme, icon]) => `${theme} ${path.join(path.dirname(file), icon.replace('file:', ''))}`,
			),
		),
	);

	it.each([...icons])('%s has a colour with a contrast of at least 1.5 : 1 to its background', (icon) => {
		const [theme, file] = icon.split(' ') as ['light' | 'dark', string];
		const ground = theme === 'light' ? '#ffffff' : '#2b2b2b';
		const colours = readFileSync(file, 'utf8').match(/#[0-9a-f]{6}\b|#[0-9a-f]{3}\b/gi) ?? [];
		const best = Math.max(...colours.map((colour) => contrast(colour, ground)));
		expect(best).toBeGreaterThanOrEqual(1.5);
	});
});

/** WCAG 2.2, "contrast ratio" and "relative luminance". */
function contrast(one: string, other: string): number {
	const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
	return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
	const digits = colour.slice(1);
	const full = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits;
	const [red, green, blue] = [0, 2, 4]
		.map((start) => parseInt(full.slice(start, start + 2), 16) / 255)
		.map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)) as [
		number,
		number,
		number,
	];
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
