import { randomUUID } from 'node:crypto';
import type { WorkflowJson } from '../host/n8nApi.mts';
import type { N8n } from '../host/n8n.mts';
import type { Editor } from './editor.mts';

/** What the picture of the trigger needs. */
interface ConnectReportScene {
	n8n: N8n;
	editor: Editor;
	file: (name: string) => string;
}

const TALL = 1200;

/** The trigger's panel as somebody sees it who sets it up: a token in the URL, and the Production URL to copy. */
export async function takeConnectReport({ n8n, editor, file }: ConnectReportScene): Promise<void> {
	const type = 'connectReportApi';
	const token = {
		name: 'ConnectReport',
		id: await n8n.createCredential({ name: 'ConnectReport', type, data: { token: randomUUID() } }),
	};
	const id = await n8n.createWorkflow(receiving({ [type]: token }));
	await editor.openWorkflow(`${n8n.url}/workflow/${id}`);
	await editor.openNode('Sales reports are ready');
	await editor.page.getByTitle('Click to display webhook URLs').click();
	await editor.page.locator('[data-test-id="radio-button-production"]').click();
	// All fields at once: the panel is taller than the usual picture.
	const usual = editor.page.viewportSize()!;
	await editor.page.setViewportSize({ ...usual, height: TALL });
	await editor.settle();
	await editor.take(file('connectreport-trigger.png'));
	await editor.page.setViewportSize(usual);
	await editor.closeNode();
}

const receiving = (credentials: object): WorkflowJson => ({
	name: 'Reports from ConnectReport',
	nodes: [
		{
			id: randomUUID(),
			name: 'Sales reports are ready',
			type: 'n8n-nodes-report-delivery.connectReportTrigger',
			typeVersion: 2,
			position: [0, 0],
			webhookId: randomUUID(),
			parameters: { authenticity: ['query'], filters: { title: 'sales' } },
			credentials,
		},
	],
	connections: {},
	settings: { executionOrder: 'v1' },
});
