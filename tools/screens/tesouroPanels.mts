import type { WorkflowJson } from '../host/n8nApi.mts';
import type { N8n } from '../host/n8n.mts';
import type { Sandbox } from '../sandbox/Tesouro/sandbox.mts';
import type { Editor } from './editor.mts';

/** What the pictures of the other panels of Tesouro need. */
interface TesouroScene {
	n8n: N8n;
	sandbox: Sandbox;
	editor: Editor;
	file: (name: string) => string;
}

const NODES = 3;
const TALL = 1180;

/** Request with its columns, Run Query, and the trigger for notifications. */
export async function takeTesouroPanels({ n8n, sandbox, editor, file }: TesouroScene): Promise<void> {
	const credentials = await makeCredentials(n8n, sandbox);
	const id = await n8n.createWorkflow(asking(credentials));
	await editor.openWorkflow(`${n8n.url}/workflow/${id}`);
	await editor.page.locator('[data-test-id="execute-workflow-button"]').first().click();
	await editor.waitForSuccess(NODES);
	await editor.openNode('Request the report');
	await takeTall(editor, file('tesouro-request.png'), async () => {
		await editor.page.locator('[data-test-id="parameter-input-chosenColumns"] input').first().click();
	});
	await editor.page.keyboard.press('Escape');
	await editor.closeNode();
	await editor.openNode('Fees of last month');
	await takeTall(editor, file('tesouro-query.png'));
	await editor.closeNode();

	const listeningId = await n8n.createWorkflow(listening(credentials));
	await editor.openWorkflow(`${n8n.url}/workflow/${listeningId}`);
	await editor.openNode('Something happened');
	await takeTall(editor, file('tesouro-notifications.png'));
	await editor.closeNode();
}

/** The whole panel at once: it is taller than the usual picture. */
async function takeTall(editor: Editor, file: string, open?: () => Promise<void>): Promise<void> {
	const usual = editor.page.viewportSize()!;
	await editor.page.setViewportSize({ ...usual, height: TALL });
	await open?.();
	await editor.settle();
	await editor.take(file);
	await editor.page.setViewportSize(usual);
	await editor.settle();
}

async function makeCredentials(n8n: N8n, sandbox: Sandbox) {
	const credential = async (type: string, name: string, data: Record<string, unknown>) => ({
		[type]: { name, id: await n8n.createCredential({ name, type, data }) },
	});
	const [{ secret, keyId }] = sandbox.notificationSecrets as [Sandbox['notificationSecrets'][number]];
	const api = await credential('tesouroApi', 'Tesouro (sandbox on this machine)', {
		environment: 'custom',
		baseUrl: sandbox.url,
		clientId: sandbox.clientId,
		clientSecret: sandbox.clientSecret,
		signingSecret: secret,
		signingKeyId: keyId,
	});
	return { api };
}

type Credentials = Awaited<ReturnType<typeof makeCredentials>>;

const node = (
	name: string,
	type: string,
	row: number,
	parameters: object,
	credentials?: object,
): WorkflowJson['nodes'][number] => ({
	id: name,
	name,
	type,
	typeVersion: 1,
	position: [row === 0 ? 0 : 224, row * 160],
	parameters,
	...(credentials && { credentials }),
});

/** All others behind the first, side by side. */
const fan = (name: string, [first, ...others]: WorkflowJson['nodes']): WorkflowJson => ({
	name,
	nodes: [first!, ...others],
	connections: {
		[first!.name]: { main: [others.map(({ name: to }) => ({ node: to, type: 'main', index: 0 }))] },
	},
	settings: { executionOrder: 'v1' },
});

const asking = ({ api }: Credentials) =>
	fan('Reports from Tesouro', [
		node('Start', 'n8n-nodes-base.manualTrigger', 0, {}),
		node(
			'Request the report',
			'n8n-nodes-report-delivery.tesouro',
			1,
			{
				resource: 'report',
				operation: 'request',
				kind: 'fees',
				range: 'lastMonth',
				columns: 'choose',
				chosenColumns: ['ACCEPTOR_ID', 'ACCEPTOR_NAME', 'ACTIVITY_DATE', 'FEE_CALCULATED_AMOUNT', 'FEE_TYPE'],
				filters: { paymentBrand: ['VISA', 'MASTERCARD'] },
				options: {
					requestKey: '=fees {{ $now.minus({ months: 1 }).toFormat("yyyy-MM") }}',
					isCompressed: true,
				},
			},
			api,
		),
		node(
			'Fees of last month',
			'n8n-nodes-report-delivery.tesouro',
			2,
			{
				resource: 'report',
				operation: 'runQuery',
				query: 'feeSummaries',
				range: 'lastMonth',
				limit: 20,
				filters: { feeType: ['INTERCHANGE_FEE'], acceptorId: '00000000-0000-4000-8000-000000000000' },
			},
			api,
		),
	]);

const listening = ({ api }: Credentials) =>
	fan('Notifications from Tesouro', [
		{
			...node(
				'Something happened',
				'n8n-nodes-report-delivery.tesouroTrigger',
				0,
				{
					event: 'notifications',
					eventTypes: ['ACCOUNT_RESTRICTION_CHANGED', 'ACCOUNT_STATUS_CHANGED', 'LEDGER_TRANSACTION'],
					notificationAuthenticity: 'hmac',
				},
				api,
			),
			typeVersion: 2,
			webhookId: 'notifications-from-tesouro',
		},
		node('Tell somebody', 'n8n-nodes-base.noOp', 1, {}),
	]);
