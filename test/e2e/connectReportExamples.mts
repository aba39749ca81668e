import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkflowJson } from '../../tools/host/n8nApi.mts';

type Credentials = Record<string, { id: string; name: string }>;

/** What n8n chooses by itself, at import, for a node that names no credential. */
const chosenByN8n: Record<string, string> = {
	'n8n-nodes-report-delivery.tesouroTrigger': 'tesouroApi',
	'n8n-nodes-report-delivery.tesouro': 'tesouroApi',
	'n8n-nodes-base.microsoftOneDrive': 'microsoftOneDriveOAuth2Api',
	'n8n-nodes-base.emailSend': 'smtp',
};

/** The types of the credentials of a node of an example. Mark as Done needs none. */
function typesOf({ type, credentials, parameters }: WorkflowJson['nodes'][number]): string[] {
	if (credentials !== undefined) return Object.keys(credentials as object);
	const chosen = chosenByN8n[String(type)];
	return chosen === undefined || (parameters as { resource?: string }).resource === 'reportEvent'
		? []
		: [chosen];
}

/** An example as somebody imports it: credentials chosen, and in `change`, by node, what is filled in. */
export async function readExample(
	name: string,
	credentials: Credentials,
	change: Record<string, Record<string, unknown>> = {},
): Promise<WorkflowJson> {
	const text = await readFile(join(process.cwd(), 'examples', `${name}.json`), 'utf8');
	const workflow = JSON.parse(text) as WorkflowJson;
	const nodes = workflow.nodes.map((node) => {
		const types = typesOf(node);
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
