import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkflowJson } from '../../tools/host/n8nApi.mts';

type Credentials = Record<string, { id: string; name: string }>;

/** An example as somebody imports it: credentials chosen, and in `change`, by node, what is filled in. */
export async function readExample(
	name: string,
	credentials: Credentials,
	change: Record<string, Record<string, unknown>> = {},
): Promise<WorkflowJson> {
	const text = await readFile(join(process.cwd(), 'examples', `${name}.json`), 'utf8');
	const workflow = JSON.parse(text) as WorkflowJson;
	const nodes = workflow.nodes.map((node) => {
		const types = Object.keys((node['credentials'] as object | undefined) ?? {});
		return {
			...node,
			// n8n gives webhooks of imported workflows new addresses, too.
			...(node['webhookId'] !== undefined && { webhookId: randomUUID() }),
			parameters: { ...(node['parameters'] as object), ...change[node.name] },
			...(types.length > 0 && {
				credentials: Object.fromEntries(types.map((type) => [type, credentials[type]])),
			}),
		};
	});
	return { ...workflow, nodes };
}
