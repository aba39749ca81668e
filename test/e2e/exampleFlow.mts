import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Execution, WorkflowJson } from '../../tools/host/n8nApi.mts';
import type { Stage } from './stage.mts';

/** An example workflow that looks at Tesouro on a schedule, as n8n runs it. */
export interface ExampleFlow {
	id: string;
	/** The production address of its trigger, where it has one. */
	webhookUrl: string | undefined;
	/** The next execution that begins from now on and that the schedule started, when it has ended. */
	nextScheduled(): Promise<Execution>;
}

const SECONDS = 15;
const PATIENCE_MS = 120_000;

/** Publishes an example with the stage's credentials. Nothing of it is changed but the hour, which becomes seconds. */
export async function publishExample({ n8n, credentials }: Stage, name: string): Promise<ExampleFlow> {
	const text = await readFile(join(process.cwd(), 'examples', `${name}.json`), 'utf8');
	const workflow = JSON.parse(text) as WorkflowJson;
	const nodes = workflow.nodes.map((node) => {
		if (node.type === 'n8n-nodes-base.scheduleTrigger') {
			const interval = [{ field: 'seconds', secondsInterval: SECONDS }];
			return { ...node, parameters: { rule: { interval } } };
		}
		const types = Object.keys((node['credentials'] as object | undefined) ?? {}) as Array<
			keyof typeof credentials
		>;
		return {
			...node,
			...(types.length > 0 && {
				credentials: Object.fromEntries(types.map((type) => [type, credentials[type]])),
			}),
		};
	});
	const id = await n8n.createWorkflow({ ...workflow, nodes });
	await n8n.publish(id);
	const webhookId = nodes.map((node) => (node as { webhookId?: string }).webhookId).find(Boolean);
	const scheduled = async () =>
		(await n8n.executions({ workflowId: id })).filter(({ mode }) => mode === 'trigger').reverse();
	return {
		id,
		webhookUrl: webhookId && `${n8n.url}/webhook/${webhookId}/webhook`,
		async nextScheduled() {
			const earlier = (await scheduled()).length;
			const deadline = Date.now() + PATIENCE_MS;
			for (;;) {
				const next = (await scheduled())[earlier];
				if (next && !['new', 'running', 'waiting'].includes(next.status)) return await n8n.execution(next.id);
				if (Date.now() > deadline) throw new Error('The schedule started nothing that ended in two minutes');
				await new Promise((resolve) => setTimeout(resolve, 200));
			}
		},
	};
}
