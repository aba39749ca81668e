import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readPdf, designIds } from '../../tools/sandbox/ReportFlow/sandbox.mts';
import type { WorkflowJson } from '../../tools/host/n8nApi.mts';
import { errorOf, outputOf } from './liveWorkflow.mts';
import { runManually } from './manualRun.mts';
import { startReportFlowStage, type ReportFlowStage } from './reportFlowStage.mts';

let stage: ReportFlowStage;
beforeAll(async () => (stage = await startReportFlowStage()));
afterAll(async () => await stage.close());
beforeEach(() => stage.mailbox.letters.splice(0));

const customers = [
	['ada@example.com', 'Ada Lovelace', '2026-001'],
	['grace@example.com', 'Grace Hopper', '2026-002'],
	['hedy@example.com', 'Hedy Lamarr', '2026-003'],
] as const;

/** The example as somebody imports it, who chooses the credentials and the design, as its note says. */
async function importExample(): Promise<string> {
	const file = join(process.cwd(), 'examples', 'reportflow-invoices-by-mail.json');
	const workflow = JSON.parse(await readFile(file, 'utf8')) as WorkflowJson;
	const nodes = workflow.nodes.map((node) => {
		if (['Send it', 'Tell somebody'].includes(node.name)) return { ...node, credentials: stage.smtp };
		if (node.name !== 'Make the PDF') return node;
		const designId = { __rl: true, mode: 'list', value: designIds.invoice };
		return {
			...node,
			credentials: stage.api.new,
			parameters: { ...(node['parameters'] as object), designId },
		};
	});
	const id = await stage.n8n.createWorkflow({ ...workflow, nodes });
	stage.workflows.push({ id });
	return id;
}

it('each row becomes a PDF, which is sent to the address in its own row and to nobody else', async () => {
	const id = await importExample();
	const execution = await runManually(stage.n8n, id, 'Start');
	expect(errorOf(execution)).toBeUndefined();
	expect(execution.status).toBe('success');
	expect(outputOf(execution, 'Tell somebody')).toBeUndefined();
	const letters = [...stage.mailbox.letters].sort((one, other) =>
		one.recipients.join() < other.recipients.join() ? -1 : 1,
	);
	expect(letters.map(({ recipients }) => recipients)).toEqual(customers.map(([address]) => [address]));
	for (const [index, [address, name, number]] of customers.entries()) {
		const { email } = letters[index]!;
		expect(email.to).toMatchObject([{ address }]);
		expect(email.subject).toBe(`Invoice ${number}`);
		expect(email.text).toContain(`Dear ${name},`);
		expect(email.attachments).toMatchObject([
			{ filename: `invoice-${number}.pdf`, mimeType: 'application/pdf', disposition: 'attachment' },
		]);
		const pdf = await readPdf(new Uint8Array(email.attachments[0]!.content as ArrayBuffer));
		expect(pdf.lines).toContain(`customerName: ${name}`);
		expect(pdf.lines).toContain(`invoiceNumber: ${number}`);
		expect(pdf.lines.join()).not.toContain('@');
	}
	// Each was made once, and the address stayed in n8n.
	expect(stage.sandbox.files()).toHaveLength(customers.length);
	expect(JSON.stringify(stage.sandbox.requests)).not.toContain('example.com');
});

it('a row whose PDF cannot be made is reported, and nothing is sent for it', async () => {
	const id = await importExample();
	stage.sandbox.configure({ knobs: { api: 'quota' } });
	const execution = await runManually(stage.n8n, id, 'Start');
	stage.sandbox.configure({ knobs: { api: 'ok' } });
	expect(execution.status).toBe('success');
	expect(outputOf(execution, 'Tell somebody')).toHaveLength(customers.length);
	expect(stage.mailbox.letters.map(({ recipients, email }) => [recipients, email.subject]).sort()).toEqual(
		customers.map(([address]) => [['n8n@example.com'], `No invoice was sent to ${address}`]).sort(),
	);
	expect(stage.mailbox.letters.flatMap(({ email }) => email.attachments)).toEqual([]);
});
