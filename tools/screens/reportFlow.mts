import { randomUUID } from 'node:crypto';
import type { WorkflowJson } from '../host/n8nApi.mts';
import type { N8n } from '../host/n8n.mts';
import { designIds, startReportFlowSandbox, type ReportFlowSandbox } from '../sandbox/ReportFlow/sandbox.mts';
import { sampleDesigns } from '../sandbox/ReportFlow/designs.mts';
import type { Editor } from './editor.mts';

/** What the pictures of the ReportFlow nodes need. */
interface ReportFlowScene {
	n8n: N8n;
	editor: Editor;
	file: (name: string) => string;
}

/** Not all of them: the browser here has no Japanese letters. */
const designs = sampleDesigns().filter(({ id }) => id !== designIds.japanese);
const NODES = 3;
const TALL = 1300;
const FIELDS = ['customerName', 'billTo › city', 'lines'];

/** The design's parameters as fields, the list of designs, and the trigger with a token in its path. */
export async function takeReportFlow({ n8n, editor, file }: ReportFlowScene): Promise<void> {
	const sandbox = await startReportFlowSandbox({ designs });
	try {
		const credentials = await makeCredentials(n8n, sandbox);
		const id = await n8n.createWorkflow(generating(credentials));
		await editor.openWorkflow(`${n8n.url}/workflow/${id}`);
		await editor.page.locator('[data-test-id="execute-workflow-button"]').first().click();
		await editor.waitForSuccess(NODES);
		await editor.openNode('Make the PDF');
		for (const field of FIELDS) await editor.page.getByText(field, { exact: false }).first().waitFor();
		await takeFields(editor, file('reportflow-fields.png'));
		await editor.page.locator('[data-test-id="rlc-input"]').first().click();
		await editor.page.getByText('Certificate of Attendance').first().waitFor();
		await editor.settle();
		await editor.take(file('reportflow-designs.png'));
		await editor.page.keyboard.press('Escape');
		await editor.page.getByText('Certificate of Attendance').first().waitFor({ state: 'hidden' });
		await editor.closeNode();
		const receivingId = await n8n.createWorkflow(receiving(credentials));
		await editor.openWorkflow(`${n8n.url}/workflow/${receivingId}`);
		await takeTrigger(editor, file);
	} finally {
		await sandbox.close();
	}
}

/** All fields of the design at once, from the design on: the panel is taller than the usual picture. */
async function takeFields(editor: Editor, file: string): Promise<void> {
	const usual = editor.page.viewportSize()!;
	await editor.page.setViewportSize({ ...usual, height: TALL });
	await editor.page.getByText('Design', { exact: true }).first().evaluate(scrollToTop);
	await editor.settle();
	await editor.take(file);
	await editor.page.setViewportSize(usual);
	await editor.page.getByText('ReportFlow', { exact: true }).first().evaluate(scrollToTop);
	await editor.settle();
}

const scrollToTop = (element: { scrollIntoView(how: object): void }) =>
	element.scrollIntoView({ block: 'start' });

async function takeTrigger(editor: Editor, file: ReportFlowScene['file']): Promise<void> {
	await editor.openNode('PDFs are ready');
	await editor.page.getByTitle('Click to display webhook URLs').click();
	await editor.page.locator('[data-test-id="radio-button-production"]').click();
	await editor.settle();
	await editor.take(file('reportflow-trigger.png'));
	await editor.closeNode();
}

async function makeCredentials(n8n: N8n, sandbox: ReportFlowSandbox) {
	const credential = async (type: string, name: string, data: Record<string, unknown>) => ({
		[type]: { name, id: await n8n.createCredential({ name, type, data }) },
	});
	const api = await credential('reportFlowApi', 'ReportFlow (sandbox on this machine)', {
		generation: 'single',
		environment: 'custom',
		baseUrl: sandbox.baseUrl.new,
		appKey: sandbox.appKey,
		token: randomUUID(),
	});
	return { api };
}

type Credentials = Awaited<ReturnType<typeof makeCredentials>>;

const generating = ({ api }: Credentials): WorkflowJson => ({
	name: 'Invoices',
	nodes: [
		node('Start', 'n8n-nodes-base.manualTrigger', 1, [0, 0], {}),
		node('Rows', 'n8n-nodes-base.code', 2, [224, 0], {
			jsCode: `return [{ json: ${JSON.stringify(row)} }];`,
		}),
		node('Make the PDF', 'n8n-nodes-report-delivery.reportFlow', 1, [448, 0], makePdf, api),
	],
	connections: {
		Start: { main: [[{ node: 'Rows', type: 'main', index: 0 }]] },
		Rows: { main: [[{ node: 'Make the PDF', type: 'main', index: 0 }]] },
	},
	settings: { executionOrder: 'v1' },
});

const receiving = ({ api }: Credentials): WorkflowJson => ({
	name: 'PDFs from ReportFlow',
	nodes: [
		node(
			'PDFs are ready',
			'n8n-nodes-report-delivery.reportFlowTrigger',
			2,
			[0, 0],
			{ authenticity: ['path', 'api'] },
			api,
		),
		node(
			'Download',
			'n8n-nodes-report-delivery.reportFlow',
			1,
			[224, 0],
			{ resource: 'pdf', operation: 'download' },
			api,
		),
	],
	connections: { 'PDFs are ready': { main: [[{ node: 'Download', type: 'main', index: 0 }]] } },
	settings: { executionOrder: 'v1' },
});

const row = {
	customerName: 'Ada Lovelace',
	invoiceNumber: '2026-001',
	total: 120.5,
	city: 'London',
	lines: [{ description: 'Tea', quantity: 10, unitPrice: 12.05 }],
};

const makePdf = {
	resource: 'pdf',
	operation: 'generate',
	designId: { __rl: true, mode: 'list', value: designIds.invoice, cachedResultName: 'Invoice' },
	fileName: '=invoice-{{ $json.invoiceNumber }}',
	parameters: {
		mappingMode: 'defineBelow',
		value: {
			customerName: '={{ $json.customerName }}',
			invoiceNumber: '={{ $json.invoiceNumber }}',
			total: '={{ $json.total }}',
			dueDate: '2026-12-24',
			isPaid: false,
			'billTo/city': '={{ $json.city }}',
			lines: '={{ $json.lines }}',
		},
		matchingColumns: [],
		schema: [],
	},
};

const node = (
	name: string,
	type: string,
	typeVersion: number,
	position: [number, number],
	parameters: object,
	credentials: object = {},
) => ({
	id: randomUUID(),
	name,
	type,
	typeVersion,
	position,
	parameters,
	credentials,
	...(type.endsWith('Trigger') && { webhookId: randomUUID() }),
});
