import { randomUUID } from 'node:crypto';
import type { WorkflowJson } from '../host/n8nApi.mts';
import type { N8n } from '../host/n8n.mts';
import type { Editor } from './editor.mts';

/** What the picture of the Report File node needs. */
interface ReportFileScene {
	n8n: N8n;
	editor: Editor;
	file: (name: string) => string;
}

const NODES = 4;
const TALL = 1000;

/** Summarize after a run: its columns are chosen from the list, which the step before it has filled. */
export async function takeReportFile({ n8n, editor, file }: ReportFileScene): Promise<void> {
	const id = await n8n.createWorkflow(summing);
	await editor.openWorkflow(`${n8n.url}/workflow/${id}`);
	await editor.page.locator('[data-test-id="execute-workflow-button"]').first().click();
	await editor.waitForSuccess(NODES);
	await editor.openNode('Totals by merchant');
	const usual = editor.page.viewportSize()!;
	await editor.page.setViewportSize({ ...usual, height: TALL });
	await editor.page.getByText('merchantName', { exact: true }).first().waitFor();
	await editor.settle();
	await editor.take(file('report-file-summarize.png'));
	await editor.page.setViewportSize(usual);
	await editor.closeNode();
}

const csv = [
	'transactionId,merchantName,currency,amount',
	'1001,Harbour Books,USD,125.50',
	'1002,Harbour Books,USD,-12.00',
	'1003,Corner Coffee,USD,7.25',
	'1004,Corner Coffee,USD,"1,204.10"',
	'1005,Old Mill Garden,CAD,310.00',
].join('\n');

const steps: Array<[name: string, type: string, typeVersion: number, parameters: object]> = [
	['Start', 'n8n-nodes-base.manualTrigger', 1, {}],
	[
		'A report',
		'n8n-nodes-base.code',
		2,
		{
			jsCode: `return [{ json: {}, binary: { data: { data: '${Buffer.from(csv).toString('base64')}', mimeType: 'text/csv', fileName: 'transactions.csv' } } }];`,
		},
	],
	['Look at it', 'n8n-nodes-report-delivery.reportFile', 1, { resource: 'report', operation: 'inspect' }],
	[
		'Totals by merchant',
		'n8n-nodes-report-delivery.reportFile',
		1,
		{
			resource: 'report',
			operation: 'summarize',
			figures: {
				figure: [
					{ figure: 'sum', column: 'amount' },
					{ figure: 'count', column: '' },
				],
			},
			groupBy: ['merchantName', 'currency'],
		},
	],
];

const summing = {
	name: 'Totals of a report',
	nodes: steps.map(([name, type, typeVersion, parameters], index) => ({
		id: randomUUID(),
		name,
		type,
		typeVersion,
		position: [index * 224, 0],
		parameters,
	})),
	connections: Object.fromEntries(
		steps
			.slice(1)
			.map(([name], index) => [steps[index]![0], { main: [[{ node: name, type: 'main', index: 0 }]] }]),
	),
	settings: { executionOrder: 'v1' },
} as WorkflowJson;
