import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkflowJson } from './n8nApi.mts';
import type { N8n } from './n8n.mts';

/** An example workflow that was imported into n8n. */
export interface ImportedExample {
	workflowId: string;
	/** The production address of its trigger: answers once the workflow is published. */
	webhookUrl: string;
	/** The name of the trigger node. */
	trigger: string;
}

/** Imports one of the workflows in examples/ with the named credentials put in, by credential type. */
export async function importExample(
	n8n: N8n,
	name: string,
	credentials: Record<string, { id: string; name: string }>,
): Promise<ImportedExample> {
	const file = join(process.cwd(), 'examples', `${name}.json`);
	const workflow = JSON.parse(await readFile(file, 'utf8')) as WorkflowJson;
	const nodes = workflow.nodes.map((node) => {
		if (node['credentials'] === undefined) return node;
		const types = Object.keys(node['credentials'] as object);
		return { ...node, credentials: Object.fromEntries(types.map((type) => [type, credentials[type]])) };
	});
	const trigger = nodes.find((node) => 'webhookId' in node);
	if (trigger === undefined) throw new Error(`${file} has no node with a webhookId`);
	return {
		workflowId: await n8n.createWorkflow({ ...workflow, nodes }),
		webhookUrl: `${n8n.url}/webhook/${String(trigger['webhookId'])}/webhook`,
		trigger: trigger.name,
	};
}
