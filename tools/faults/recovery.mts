import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowJson } from '../host/n8nApi.mts';
import type { Cluster } from './cluster.mts';
import { isOpen } from './settled.mts';

const EXAMPLE = 'examples/recover-crashed-executions.json';
const SECONDS = 10;
const WITHIN_MS = 300_000;

/**
 * The example that runs crashed executions again. Changed: its address and credential, its quarter of an hour, which becomes
 * seconds, the mail, which nobody reads here, and its times: it does not wait for a provider to deliver again, and no
 * execution of a row lasts half a minute.
 */
export async function publishRecovery({ api, session, members }: Cluster) {
	const n8nUrl = `http://127.0.0.1:${members[0]!.port}`;
	const credential = await api.createCredential({
		name: 'n8n',
		type: 'n8nApi',
		data: { apiKey: session.apiKey, baseUrl: `${n8nUrl}/api/v1` },
	});
	const example = JSON.parse(await readFile(EXAMPLE, 'utf8')) as WorkflowJson;
	const settings: Record<string, unknown> = {
		n8nUrl,
		minutesAtLeast: 0,
		runningMinutesAtMost: 0.5,
	};
	const nodes = example.nodes.map((node) => {
		const parameters = node['parameters'] as {
			assignments?: { assignments: Array<{ name: string; value: unknown }> };
		};
		if (node.type === 'n8n-nodes-base.scheduleTrigger')
			return {
				...node,
				parameters: { rule: { interval: [{ field: 'seconds', secondsInterval: SECONDS }] } },
			};
		if (node.name === 'Tell somebody') {
			return { ...node, type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {}, credentials: {} };
		}
		for (const one of parameters.assignments?.assignments ?? []) one.value = settings[one.name] ?? one.value;
		return {
			...node,
			...('credentials' in node && { credentials: { n8nApi: { id: credential, name: 'n8n' } } }),
		};
	});
	const id = await api.createWorkflow({ ...example, nodes });
	const runs = async () => {
		const executions = await api.executions({ workflowId: id });
		const ended = executions.filter((execution) => !isOpen(execution)).length;
		return { ended, underWay: executions.length - ended };
	};
	return {
		/** Lets the schedule start it, until one run has ended that began from now on. */
		async run() {
			await api.publish(id);
			const before = (await runs()).ended;
			const deadline = Date.now() + WITHIN_MS;
			// The second one to end began for certain after this call. It ends at once while another one is at work.
			for (let now = await runs(); now.ended < before + 2 || now.underWay > 0; now = await runs()) {
				if (Date.now() > deadline) throw new Error('The recovery flow did not end');
				await sleep(1_000);
			}
			await api.unpublish(id);
			const [last] = await api.executions({ workflowId: id, includeData: true });
			if (last?.data?.resultData.error)
				throw new Error(`The recovery flow failed: ${last.data.resultData.error.message}`);
		},
		close: async () => await api.unpublish(id).catch(() => undefined),
	};
}
