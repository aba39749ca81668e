import { createHash } from 'node:crypto';
import type { SandboxReport } from '../../tools/sandbox/Tesouro/sandbox.mts';
import type { Effort } from './budgets.mts';
import type { BrowserStage } from './browserStage.mts';
import { credentialData } from './credentials.mts';
import type { Action } from './minutes.mts';
import { Person } from './person.mts';
import {
	choose,
	executeFrom,
	importExample,
	nextPanel,
	publish,
	readUrl,
	saveCredential,
	seeExecution,
	startWorkflow,
} from './steps.mts';
import { makeKey, type MadeKey } from './walkKey.mts';

/** What came of the walk. */
export interface TesouroWalk {
	/** The key pair: its steps are part of all others, and not needed by somebody who has one. */
	made: MadeKey;
	/** From "n8n is installed" to "the decrypted report is visible". */
	visible: Effort;
	/** From "n8n is installed" to "it lies in OneDrive". */
	stored: Effort;
	/** What was done until then. */
	actions: Action[];
	/** Whether the files in OneDrive are the reports, byte for byte. */
	isStored: boolean[];
	/** The line above the decrypted file. */
	hint: string;
	/** The dialog after publishing. */
	dialog: string;
}

const ROWS = 10;

const PASSPHRASE = 'correct horse battery staple';

/**
 * Somebody without a key pair, but with a mailbox and a OneDrive in n8n, imports the example (n8n then chooses their
 * credentials), makes the credential by hand and the key pair with it, fills in the mail address, tries it, and publishes it.
 */
export async function walkTesouro(stage: BrowserStage): Promise<TesouroWalk> {
	const { n8n, editor, tesouro, destinations, picture } = stage;
	const me = new Person(editor.page);
	await startWorkflow(me, n8n);
	await importExample(me, 'tesouro-report-to-onedrive');

	await me.open(me.node('Report is ready'));
	const testUrl = await makeCredential(stage, me);
	await editor.take(picture('walk tesouro trigger'));
	await me.closePanel();
	const made = await makeKey(stage, me, PASSPHRASE);
	tesouro.configure({ encryptTo: made.key.publicKey });
	await me.open(me.node('Send the link'));
	await me.type(me.field('fromEmail'), 'cfo@example.com');
	await editor.take(picture('walk tesouro mail'));
	await me.closePanel();

	await editor.take(picture('walk tesouro before'));
	await executeFrom(me, 'Report is ready');
	await me.sees(me.page.getByText('Waiting for trigger event').first());
	const reports = [await deliver(stage, testUrl)];
	await me.sees(me.node('Mark as done').locator('[data-test-id="canvas-node-status-success"]'));
	await editor.take(picture('walk tesouro canvas'));
	await me.open(me.node('Download report'));
	await me.sees(me.page.getByText(/downloaded and decrypted/).first());
	const hint = await me.part('run-data-hints').last().innerText();
	await editor.take(picture('walk tesouro report'));
	const visible = { ...me.effort };
	await nextPanel(me, 'Save to OneDrive');
	await me.sees(
		me
			.part('output-panel')
			.getByText(/sharepoint\.com/)
			.first(),
	);
	await editor.take(picture('walk tesouro onedrive'));
	const stored = { ...me.effort };
	const actions = [...me.actions];
	await me.closePanel();

	await me.open(me.node('Report is ready'));
	const productionUrl = await readUrl(me, 'Production URL');
	await me.closePanel();
	const dialog = await publish(me);
	reports.push(await deliver(stage, productionUrl));
	// The key pair, the test, and the live one.
	await seeExecution(me, 3, async () => await editor.take(picture('walk tesouro executions')));
	tesouro.configure({ webhookUrl: productionUrl, encryptTo: stage.key.publicKey });
	const { uploads } = destinations.microsoft;
	const isStored = reports.map(
		({ plaintextSha256 }, index) => sha256(uploads[index]?.bytes) === plaintextSha256,
	);
	return { made, visible, stored, actions, isStored, hint, dialog };
}

/** In the open panel of the trigger, of which it returns the Test URL. */
async function makeCredential(stage: BrowserStage, me: Person): Promise<string> {
	await me.click('Connect to Tesouro');
	await me.sees(me.part('parameter-input-environment'));
	await stage.editor.take(stage.picture('credential tesouro empty'));
	await choose(me, 'environment', 'Custom');
	const { baseUrl, clientId, clientSecret, publicKeys } = credentialData(stage).tesouroApi;
	const data = { baseUrl, clientId, clientSecret, passphrase: PASSPHRASE, publicKeys };
	for (const [name, value] of Object.entries(data)) await me.type(me.field(name), value);
	await saveCredential(me);
	return await readUrl(me, 'Test URL');
}

const sha256 = (bytes: Uint8Array = new Uint8Array()) => createHash('sha256').update(bytes).digest('hex');

async function deliver({ tesouro }: BrowserStage, to: string): Promise<SandboxReport> {
	const report = await tesouro.makeReport({ rows: ROWS });
	const [attempt] = await tesouro.deliver(report, { to, retry: false });
	if (attempt?.status !== 200) throw new Error(`${to} answered ${attempt?.status ?? 'nothing'}`);
	return report;
}
