import { generateKey } from 'openpgp';
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import type { WorkflowJson } from '../host/n8nApi.mts';
import type { N8n } from '../host/n8n.mts';
import type { Editor } from './editor.mts';

const DAYS_LEFT = 21;
const ONE_DAY_SECONDS = 24 * 3600;
const FILE_NODES = 4;

/** What the pictures of the OpenPGP node need. */
interface OpenPgpScene {
	n8n: N8n;
	editor: Editor;
	/** The provider's public key. */
	publicKey: string;
	file: (name: string) => string;
}

/** The OpenPGP node with a decrypted file, and the example that warns before a key expires. */
export async function takeOpenPgp({ n8n, editor, publicKey, file }: OpenPgpScene): Promise<void> {
	const { privateKey, publicKey: ownPublicKey } = await makeKey();
	const createCredential = async (name: string, publicKeys: string) => ({
		name,
		id: await n8n.createCredential({
			name,
			type: 'openPgpKeyApi',
			data: { privateKeys: privateKey, passphrase: '', publicKeys },
		}),
	});

	const toItself = await createCredential('OpenPGP keys (example)', ownPublicKey);
	await run(n8n, editor, withCredential(fileWorkflow(), toItself), FILE_NODES);
	await editor.openNode('Decrypt');
	await editor.take(file('openpgp-decrypt.png'));

	const withProvider = await createCredential('OpenPGP keys (expiring)', publicKey);
	await show(n8n, editor, withCredential(await keyExample(), withProvider));
	await editor.zoomToFit();
	await editor.take(file('key-expiry.png'));
}

async function show(n8n: N8n, editor: Editor, workflow: WorkflowJson): Promise<void> {
	const id = await n8n.createWorkflow(workflow);
	await editor.openWorkflow(`${n8n.url}/workflow/${id}`);
}

async function run(n8n: N8n, editor: Editor, workflow: WorkflowJson, nodes: number): Promise<void> {
	await show(n8n, editor, workflow);
	await editor.page.locator('[data-test-id="execute-workflow-button"]').first().click();
	await editor.waitForSuccess(nodes);
}

const makeKey = async () =>
	await generateKey({
		userIDs: [{ name: 'Example Corp Reports', email: 'reports@example.com' }],
		keyExpirationTime: DAYS_LEFT * ONE_DAY_SECONDS + 3600,
		format: 'armored',
	});

async function keyExample(): Promise<WorkflowJson> {
	const path = join(process.cwd(), 'examples', 'openpgp-key-expiry.json');
	return JSON.parse(await readFile(path, 'utf8')) as WorkflowJson;
}

const withCredential = (workflow: WorkflowJson, openPgpKeyApi: object): WorkflowJson => ({
	...workflow,
	nodes: workflow.nodes.map((node) =>
		String(node['type']).endsWith('openPgp') ? { ...node, credentials: { openPgpKeyApi } } : node,
	),
});

/** A file, made and encrypted here, so that there is something to decrypt. */
function fileWorkflow(): WorkflowJson {
	const content = 'transactionId,amount\n1,12.50\n2,7.00\n';
	const nodes: Array<[string, string, number, object]> = [
		['Start', 'n8n-nodes-base.manualTrigger', 1, {}],
		[
			'A file',
			'n8n-nodes-base.code',
			2,
			{
				jsCode: `return [{ json: {}, binary: { data: { data: '${Buffer.from(content).toString('base64')}', mimeType: 'text/csv', fileName: 'report.csv' } } }];`,
			},
		],
		[
			'Encrypt',
			'n8n-nodes-report-delivery.openPgp',
			1,
			{
				resource: 'file',
				operation: 'encrypt',
				recipients: 'credential',
				sign: true,
			},
		],
		[
			'Decrypt',
			'n8n-nodes-report-delivery.openPgp',
			1,
			{ resource: 'file', operation: 'decrypt', requireSignature: true },
		],
	];
	const names = nodes.map(([name]) => name);
	return {
		name: 'Encrypt and decrypt',
		nodes: nodes.map(([name, type, typeVersion, parameters], index) => ({
			id: `00000000-0000-4000-8000-00000000000${index}`,
			name,
			type,
			typeVersion,
			position: [index * 240, 0],
			parameters,
		})),
		connections: Object.fromEntries(
			names
				.slice(0, -1)
				.map((name, index) => [name, { main: [[{ node: names[index + 1], type: 'main', index: 0 }]] }]),
		),
		settings: { executionOrder: 'v1' },
	} as WorkflowJson;
}
