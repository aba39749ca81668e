import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ICredentialType, INodeProperties, INodeType } from 'n8n-workflow';
import ts from 'typescript';
import { zodToJsonSchema } from 'zod-to-json-schema';
import type { Resource } from '../nodes/shared/run/operation';
import { startHarness } from '../tools/harness/harness.mts';

// The recipes of CONTRIBUTING.md, followed to the letter in a copy of the product: each block whose first line names a file
// becomes that file, or, where it begins with "in", goes to the place in the file that the recipe names.

const blocks = [
	...readFileSync('CONTRIBUTING.md', 'utf8').matchAll(/```ts\n\s*\/\/ (in )?(\S+)\n([\s\S]*?)```/g),
].map(([, isPart, file, code]) => ({ isPart: isPart !== undefined, file: file!, code: dedent(code!) }));
let copy: string;
const blockOf = (file: string) => blocks.find((block) => block.file === file)!;
const inCopy = (file: string) => path.join(copy, file);
const load = <Module,>(file: string) => require(inCopy(file)) as Module;
const insert = (file: string, after: string, code: string) => {
	const before = readFileSync(inCopy(file), 'utf8');
	expect(before.split(after)).toHaveLength(2);
	writeFileSync(
		inCopy(file),
		before.replace(after, () => after + code),
	);
};

beforeAll(() => {
	copy = mkdtempSync(path.join(tmpdir(), 'recipes-'));
	for (const folder of ['nodes', 'credentials']) cpSync(folder, inCopy(folder), { recursive: true });
	for (const file of ['package.json', 'tsconfig.json']) cpSync(file, inCopy(file));
	symlinkSync(path.resolve('node_modules'), inCopy('node_modules'));
	for (const { file, code } of blocks.filter(({ isPart }) => !isPart)) {
		mkdirSync(path.dirname(inCopy(file)), { recursive: true });
		writeFileSync(inCopy(file), code);
	}
	const list = 'nodes/Tesouro/operations/index.ts';
	const [importLine, entry] = blockOf(list).code.trim().split('\n');
	insert(list, "import type { Resource } from '../../shared/run/operation';\n", `${importLine}\n`);
	insert(list, "name: 'Report',\n\t\toperations: [", `${entry} `);
	const facts = 'nodes/ConnectReport/facts.ts';
	insert(facts, 'const events: readonly ConnectReportEvent[] = [\n', blockOf(facts).code);
});
afterAll(() => rmSync(copy, { recursive: true }));

const fieldOf = (fields: INodeProperties[], name: string, show: object = {}) =>
	fields.find((field) => {
		const { show: shown = {} } = field.displayOptions ?? {};
		return (
			field.name === name &&
			Object.entries(show).every(([key, value]) => shown[key]?.includes(value as string))
		);
	})!;

it('the code of the recipes compiles', () => {
	const files = blocks.map(({ file }) => inCopy(file)).filter((file) => file.endsWith('.ts'));
	const { config } = ts.readConfigFile(inCopy('tsconfig.json'), (file) => ts.sys.readFile(file));
	const { options } = ts.parseJsonConfigFileContent(config, ts.sys, copy);
	const program = ts.createProgram(files, { ...options, noEmit: true });
	const problems = files.flatMap((file) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)));
	expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
});

it('an operation is one file and two lines: its list, fields and schema follow', () => {
	const { Tesouro } = load<{ Tesouro: new () => INodeType }>('nodes/Tesouro/Tesouro.node');
	const { properties } = new Tesouro().description;
	const operations = fieldOf(properties, 'operation', { resource: 'report' });
	expect(operations.options).toContainEqual(expect.objectContaining({ value: 'cancel', name: 'Cancel' }));
	expect(fieldOf(properties, 'requestId', { resource: 'report', operation: 'cancel' })).toBeDefined();
	const { resources } = load<{ resources: Resource[] }>('nodes/Tesouro/operations/index');
	const { output } = resources[0]!.operations.find(({ value }) => value === 'cancel')!;
	expect(zodToJsonSchema(output)).toMatchObject({ properties: { requestId: { type: 'string' } } });
});

it('an event type is one entry: the panel offers it, and a delivery can have it', () => {
	const { ConnectReportTrigger } = load<{ ConnectReportTrigger: new () => INodeType }>(
		'nodes/ConnectReport/ConnectReportTrigger.node',
	);
	const events = fieldOf(new ConnectReportTrigger().description.properties, 'events');
	expect(events.options).toContainEqual(
		expect.objectContaining({ value: 'archived', name: 'Report Task Archived' }),
	);
	const { connectReport } = load<{ connectReport: { events: { value: string; type: string }[] } }>(
		'nodes/ConnectReport/facts',
	);
	expect(connectReport.events.find(({ value }) => value === 'archived')!.type).toBe(
		'com.connectreport.report-task.archived',
	);
});

it('a provider is a folder and a credential, and it runs', async () => {
	const { Acme } = load<{ Acme: new () => INodeType }>('nodes/Acme/Acme.node');
	const { AcmeApi } = load<{ AcmeApi: new () => ICredentialType }>('credentials/AcmeApi.credentials');
	const harness = await startHarness({ nodes: [Acme], credentialTypes: [AcmeApi] });
	const { items, error, hints } = await harness.runNode(
		{
			type: 'n8n-nodes-report-delivery.acme',
			parameters: { resource: 'report', operation: 'get', reportId: '={{ $json.id }}' },
			credentials: { acmeApi: { id: 'acme', name: 'Acme' } },
		},
		[{ json: { id: 'one' } }, { json: { id: 'two' } }],
		{ credentials: { acme: { apiKey: 'a key' } } },
	);
	await harness.stop();
	expect(error).toBeUndefined();
	expect(items).toMatchObject([
		{ json: { report: { id: 'one' } }, pairedItem: { item: 0 } },
		{ json: { report: { id: 'two' } }, pairedItem: { item: 1 } },
	]);
	expect(hints.map(({ message }) => message)).toEqual(['2 reports found']);
});

/** Blocks in lists are indented. */
function dedent(code: string): string {
	const indent = /^\s*/.exec(code.split('\n').find((line) => line.trim() !== '') ?? '')![0];
	return code
		.split('\n')
		.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
		.join('\n');
}
