import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { failureText } from '../host/failureText.mts';
import { makeRunFolder, startHost } from '../host/host.mts';
import { runMainJob } from '../host/job.mts';
import type { N8n } from '../host/n8n.mts';
import { startSandbox, type Sandbox } from '../sandbox/Tesouro/sandbox.mts';
import { openEditor, type Editor } from './editor.mts';
import { takeConnectReport } from './connectReport.mts';
import { takeOpenPgp } from './openPgp.mts';
import { takeReportFile } from './reportFile.mts';
import { takeReportFlow } from './reportFlow.mts';
import { takeTesouroPanels } from './tesouroPanels.mts';

const HELP = `Takes the pictures in docs/images, on a real n8n of its own.

  npx tsx tools/screens/screens.mts [--into FOLDER] [--only tesouro|panels|openpgp|reportflow|connectreport|reportfile]

It needs Chromium at /usr/bin/chromium, or where the environment variable CHROMIUM says.`;

const ROWS = 1000;
const NODES = 3;
/** What an administrator sets; the pictures then show an address that a provider could reach. */
const PUBLIC_URL = 'https://n8n.example.com/';

/** The example workflow, imported and published, with the browser on it. */
interface Scene {
	n8n: N8n;
	sandbox: Sandbox;
	editor: Editor;
	workflowUrl: string;
	/** The file of a picture. */
	file: (name: string) => string;
}

/** The example flow on the canvas, after one run from a signed delivery. */
async function takeCanvas({ n8n, editor, sandbox, workflowUrl, file }: Scene): Promise<void> {
	await editor.openWorkflow(workflowUrl);
	await editor.listen();
	await deliverTo(await testUrl(n8n), sandbox);
	await editor.waitForSuccess(NODES);
	await editor.zoomToFit();
	await editor.take(file('canvas.png'));
}

/** The trigger's panel with its production URL. */
async function takeTrigger({ editor, file }: Scene): Promise<void> {
	await editor.openNode('Report is ready');
	await editor.page.getByTitle('Click to display webhook URLs').click();
	await editor.page.locator('[data-test-id="radio-button-production"]').click();
	await editor.page.locator('[data-test-id="output-panel"] [data-test-id="radio-button-schema"]').click();
	await editor.settle();
	await editor.take(file('trigger.png'));
	await editor.closeNode();
}

/** The Download node with the file that it handed on. */
async function takeDownload({ editor, file }: Scene): Promise<void> {
	await editor.openNode('Download report');
	await editor.take(file('download.png'));
	await editor.closeNode();
}

/** The Tesouro credential after its test. n8n shows what is secret in it as dots; the public key is blurred here. */
async function takeCredential({ n8n, editor, file }: Scene): Promise<void> {
	await editor.page.goto(`${n8n.url}/home/credentials`);
	await editor.page.getByText('Tesouro (sandbox on this machine)', { exact: true }).click();
	await editor.page
		.locator('[role="dialog"] textarea')
		.last()
		.evaluate((field) => field.setAttribute('style', 'filter: blur(5px)'));
	await editor.settle();
	await editor.take(file('credential.png'));
}

async function deliverTo(url: string, sandbox: Sandbox): Promise<void> {
	const report = await sandbox.makeReport({ rows: ROWS });
	const [attempt] = await sandbox.deliver(report, { to: url, retry: false });
	if (attempt?.status !== 200) throw new Error(`${url} answered ${attempt?.status ?? 'nothing'}`);
}

/** Where the example's trigger listens after "Execute workflow". */
async function testUrl(n8n: N8n): Promise<string> {
	const text = await readFile(join(process.cwd(), 'examples', 'tesouro-report-to-file.json'), 'utf8');
	const { nodes } = JSON.parse(text) as { nodes: Array<{ webhookId?: string }> };
	const { webhookId } = nodes.find((node) => node.webhookId !== undefined) ?? {};
	return `${n8n.url}/webhook-test/${webhookId}/webhook`;
}

async function takeAll(folder: string, only?: string): Promise<void> {
	await mkdir(folder, { recursive: true });
	const say = (line: string) => console.log(line);
	const env = { N8N_WEBHOOK_URL: PUBLIC_URL };
	const host = await startHost({ folder: await makeRunFolder(), say, env });
	const sandbox = await startSandbox();
	let editor: Editor | undefined;
	try {
		const { n8n } = host;
		editor = await openEditor(n8n);
		const file = (name: string) => join(folder, name);
		const isWanted = (name: string) => only === undefined || only === name;
		if (isWanted('tesouro')) {
			const { workflowUrl } = await runMainJob({ n8n, sandbox, rows: ROWS, say: () => undefined });
			const scene = { n8n, sandbox, editor, workflowUrl, file };
			for (const take of [takeCanvas, takeTrigger, takeDownload, takeCredential]) await take(scene);
		}
		if (isWanted('panels')) await takeTesouroPanels({ n8n, sandbox, editor, file });
		if (isWanted('openpgp')) await takeOpenPgp({ n8n, editor, publicKey: sandbox.publicKey, file });
		if (isWanted('reportflow')) await takeReportFlow({ n8n, editor, file });
		if (isWanted('reportfile')) await takeReportFile({ n8n, editor, file });
		if (isWanted('connectreport')) await takeConnectReport({ n8n, editor, file });
		say(`The pictures are in ${folder}`);
	} catch (error) {
		// What stood on the screen says more than a time limit.
		await editor?.take(join(folder, 'failed.png'));
		throw error;
	} finally {
		await editor?.close();
		await sandbox.close();
		await host.close();
	}
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			help: { type: 'boolean', default: false },
			into: { type: 'string', default: join(process.cwd(), 'docs', 'images') },
			only: { type: 'string' },
		},
	});
	if (values.help) console.log(HELP);
	else await takeAll(values.into, values.only);
}

main().catch((error: unknown) => {
	console.error(failureText(error));
	process.exitCode = 1;
});
