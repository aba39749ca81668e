/**
 * Writes the table of the report event into README.md, from the zod schema that the trigger is built on.
 *
 *   npx tsx test/docs/reportEventTable.mts           writes it
 *   npx tsx test/docs/reportEventTable.mts --check   ends with 1 when README.md is behind the schema
 */
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { zodToJsonSchema } from 'zod-to-json-schema';
import { ReportEvent } from '../../nodes/shared/reportEvent.ts';

const FILE = 'README.md';
const START = '<!-- report event: start -->';
const END = '<!-- report event: end -->';

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

async function withTable(text: string): Promise<string> {
	const start = text.indexOf(START);
	const end = text.indexOf(END);
	if (start < 0 || end < start) throw new Error(`${FILE} lacks the lines ${START} and ${END}`);
	const table = tableOf(zodToJsonSchema(ReportEvent, { $refStrategy: 'none' }) as Schema);
	const joined = `${text.slice(0, start)}${START}\n\n${table}\n\n${text.slice(end)}`;
	return await format(joined, { ...(await resolveConfig(FILE)), filepath: FILE });
}

async function main(): Promise<void> {
	const text = await readFile(FILE, 'utf8');
	const wanted = await withTable(text);
	if (text === wanted) return;
	if (!process.argv.includes('--check')) return await writeFile(FILE, wanted);
	console.error(`${FILE} is behind nodes/shared/reportEvent.ts. Run: npx tsx test/docs/reportEventTable.mts`);
	process.exitCode = 1;
}

main().catch((error: Error) => {
	console.error(error.message);
	process.exitCode = 1;
});
