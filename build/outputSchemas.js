/**
 * Writes the output schemas that n8n shows before the first run, from the zod schemas of the compiled nodes:
 * `__schema__/v1.0.0/output.json` for a trigger, `__schema__/v1.0.0/<resource>/<operation>.json` for an action.
 */
const { mkdir, writeFile } = require('node:fs/promises');
const path = require('node:path');
const { zodToJsonSchema } = require('zod-to-json-schema');

const dist = path.resolve('dist/nodes');
const { nodes } = require('../package.json').n8n;

async function writeOutputSchemas() {
	for (const file of nodes) {
		const node = path.basename(path.dirname(file));
		await (file.endsWith('Trigger.node.js') ? writeEventSchema(node) : writeOperationSchemas(node));
	}
}

async function writeEventSchema(node) {
	const { ReportEvent } = require(path.join(dist, 'shared/deliveries/reportEvent.js'));
	await write(node, 'output', ReportEvent);
}

async function writeOperationSchemas(node) {
	const { resources } = require(path.join(dist, node, 'operations/index.js'));
	for (const { value, operations } of resources) {
		for (const operation of operations)
			await write(node, path.join(value, operation.value), operation.output);
	}
}

async function write(node, name, schema) {
	const file = path.join(dist, node, '__schema__/v1.0.0', `${name}.json`);
	await mkdir(path.dirname(file), { recursive: true });
	const { $schema: _, ...rest } = zodToJsonSchema(schema, { $refStrategy: 'none' });
	await writeFile(file, `${JSON.stringify({ ...rest, version: 1 }, null, '\t')}\n`);
}

module.exports = { writeOutputSchemas };
