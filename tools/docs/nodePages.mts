/**
 * Writes docs/nodes/*.md: one page for each node, from its description: operations, fields, defaults and choices.
 *
 *   npm run docs         writes them
 *   npm run docs:check   ends with 1 when a page is not up to date
 */
import { mkdir } from 'node:fs/promises';
import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { cell, keepUpToDate, run } from './upToDate.mts';

const nodes = [
	'ConnectReport/ConnectReport',
	'ConnectReport/ConnectReportTrigger',
	'OpenPgp/OpenPgp',
	'ReportFile/ReportFile',
	'ReportFlow/ReportFlow',
	'ReportFlow/ReportFlowTrigger',
	'Tesouro/Tesouro',
	'Tesouro/TesouroTrigger',
];

const CHOICES_AT_MOST = 12;

const plain = (text = '') =>
	text.replace(/<a href="([^"]*)"[^>]*>([^<]*)<\/a>/g, '[$2]($1)').replace(/<[^>]+>/g, '');
const sentence = (text = '') => plain(text).replace(/\.?$/, '.');

function choicesOf({ type, options = [] }: INodeProperties): string {
	if (type !== 'options' && type !== 'multiOptions') return '';
	const names = options.map(({ name, ...rest }) => ('displayName' in rest ? String(rest.displayName) : name));
	if (names.length === 0) return '';
	const shown = names.slice(0, CHOICES_AT_MOST).join(', ');
	return names.length > CHOICES_AT_MOST ? `${shown} and ${names.length - CHOICES_AT_MOST} more` : shown;
}

function defaultOf({ default: value, type, options = [] }: INodeProperties): string {
	if (value === '' || value === undefined || value === null) return '';
	const chosen = options.find((option) => 'value' in option && option.value === value);
	if (chosen) return chosen.name;
	if (type === 'boolean') return value === true ? 'on' : 'off';
	return typeof value === 'object' ? '' : String(value);
}

function rows(fields: INodeProperties[], prefix = ''): string[] {
	const seen = new Set<string>();
	return fields.flatMap((field) => {
		if (field.type === 'notice' || field.type === 'hidden' || seen.has(field.name)) return [];
		seen.add(field.name);
		const name = `${prefix}${field.displayName}`;
		const meaning = [plain(field.description), choicesOf(field) && `_Choices:_ ${choicesOf(field)}`]
			.filter(Boolean)
			.join(' ');
		const row = `| ${[name, defaultOf(field), meaning].map(cell).join(' | ')} |`;
		if (field.type !== 'collection' && field.type !== 'fixedCollection') return [row];
		const inner = (field.options ?? []).flatMap((option) =>
			'values' in option ? option.values : 'type' in option ? [option as INodeProperties] : [],
		);
		return [row, ...rows(inner, `${name} > `)];
	});
}

const table = (fields: INodeProperties[]) => {
	const lines = rows(fields);
	return lines.length === 0
		? 'No fields.'
		: ['| Field | Default | Meaning |', '|---|---|---|', ...lines].join('\n');
};

const isShown = (field: INodeProperties, key: string, value: string) =>
	(field.displayOptions?.show?.[key] as unknown[] | undefined)?.includes(value) ?? false;

function actions({ properties }: INodeTypeDescription): string[] {
	const resources = properties.find(({ name }) => name === 'resource')?.options ?? [];
	return resources.flatMap((resource) => {
		if (!('value' in resource)) return [];
		const value = String(resource.value);
		const operations = properties.find(
			(field) => field.name === 'operation' && isShown(field, 'resource', value),
		);
		return (operations?.options ?? []).flatMap((operation) => {
			if (!('value' in operation)) return [];
			const own = properties.filter(
				(field) =>
					field.name !== 'operation' &&
					isShown(field, 'resource', value) &&
					isShown(field, 'operation', String(operation.value)),
			);
			return [
				`## ${resource.name}: ${operation.name}\n\n${sentence(operation.description)}\n\n${table(own)}`,
			];
		});
	});
}

function page(description: INodeTypeDescription): string {
	const isAction = description.properties.some(({ name }) => name === 'resource');
	return [
		`# ${description.displayName}`,
		sentence(description.description),
		...(isAction ? actions(description) : [`## Fields\n\n${table(description.properties)}`]),
		'_This page is made from the node itself._',
	].join('\n\n');
}

run(async () => {
	await mkdir('docs/nodes', { recursive: true });
	for (const path of nodes) {
		const name = path.split('/').at(-1)!;
		const module = (await import(`../../nodes/${path}.node.ts`)) as Record<
			string,
			new () => { description: INodeTypeDescription }
		>;
		const Type = module[name] ?? (module['default'] as unknown as typeof module)[name]!;
		await keepUpToDate(`docs/nodes/${name}.md`, {
			text: `${page(new Type().description)}\n`,
			from: `nodes/${path}.node.ts`,
			command: 'npm run docs',
		});
	}
});
