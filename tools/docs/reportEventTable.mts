/**
 * Writes the table of the report event into docs/deliveries.md, from the zod schema that the trigger is built on.
 *
 *   npm run docs         writes it, and every other one
 *   npm run docs:check   ends with 1 when docs/deliveries.md is behind the schema
 */
import { readFile } from 'node:fs/promises';
import { zodToJsonSchema } from 'zod-to-json-schema';
import { ReportEvent } from '../../nodes/shared/deliveries/reportEvent.ts';
import { between, keepUpToDate, run } from './upToDate.mts';

const FILE = 'docs/deliveries.md';

/** The parts of JSON Schema that the report event uses. */
interface Schema {
	type?: string | string[];
	const?: string;
	enum?: string[];
	format?: string;
	description?: string;
	properties?: Record<string, Schema>;
	required?: string[];
	items?: Schema;
}

function rowsOf(path: string, schema: Schema): string[] {
	return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
		const isAlways = schema.required?.includes(name) ? 'yes' : 'no';
		const below = field.items ?? field;
		const own = `${path}${name}${field.items === undefined ? '' : '[]'}`;
		const row = `| \`${own}\` | ${typeOf(field)} | ${isAlways} | ${field.description ?? ''} |`;
		return [row, ...rowsOf(`${own}.`, below)];
	});
}

function typeOf({ type, const: literal, enum: values, items, properties, format: kind }: Schema): string {
	const texts = values ?? (literal === undefined ? [] : [literal]);
	if (texts.length > 0) return texts.map((text) => `\`${text}\``).join(', ');
	if (items !== undefined) return 'list of objects';
	if (type === 'object') return properties === undefined ? 'object, any keys' : 'object';
	if (kind === 'date-time') return 'date and time';
	return type === undefined ? 'any' : String(type);
}

function tableOf(schema: Schema): string {
	return ['| Field | Type | Always there | Meaning |', '|---|---|---|---|', ...rowsOf('', schema)].join('\n');
}

run(async () => {
	const table = tableOf(zodToJsonSchema(ReportEvent, { $refStrategy: 'none' }) as Schema);
	await keepUpToDate(FILE, {
		text: between(await readFile(FILE, 'utf8'), 'report event', table),
		from: 'nodes/shared/deliveries/reportEvent.ts',
		command: 'npm run docs',
	});
});
