import type { BrowserStage } from './browserStage.mts';
import { credentialData } from './credentials.mts';
import { Person } from './person.mts';
import {
	choose,
	importExample,
	publish,
	readUrl,
	saveCredential,
	seeExecution,
	startWorkflow,
} from './steps.mts';

/** What came of the walk. */
export interface TesouroWalk {
	/** From "n8n is installed" to "the decrypted report is visible". */
	visible: Person['effort'];
	/** The line above the decrypted file. */
	hint: string;
	/** The dialog after publishing. */
	dialog: string;
}

const ROWS = 10;

/** Somebody with a key pair imports the example, makes the credential by hand, tries it, and publishes it. */
export async function walkTesouro(stage: BrowserStage): Promise<TesouroWalk> {
	const { n8n, editor, tesouro, picture } = stage;
	const me = new Person(editor.page);
	await startWorkflow(me, n8n);
	await importExample(me, 'tesouro-report-to-file');

	await me.open(me.node('Report is ready'));
	await me.click('Connect to Tesouro');
	await me.sees(me.part('parameter-input-environment'));
	await editor.take(picture('credential tesouro empty'));
	await choose(me, 'environment', 'Custom');
	const { environment, signingSecret, signingKeyId, ...data } = credentialData(stage).tesouroApi;
	for (const [name, value] of Object.entries(data)) await me.type(me.field(name), value);
	await saveCredential(me);
	const testUrl = await readUrl(me, 'Test URL');
	await editor.take(picture('walk tesouro trigger'));
	await me.closePanel();

	await me.click(me.part('execute-workflow-button').last());
	await me.sees(me.page.getByText('Waiting for trigger event').first());
	await deliver(stage, testUrl);
	await editor.waitForSuccess(4);
	await editor.take(picture('walk tesouro canvas'));
	await me.open(me.node('Download report'));
	await me.sees(me.page.getByText(/downloaded and decrypted/).first());
	const hint = await me.part('run-data-hints').last().innerText();
	await editor.take(picture('walk tesouro report'));
	const visible = { ...me.effort };
	await me.closePanel();

	await me.open(me.node('Report is ready'));
	const productionUrl = await readUrl(me, 'Production URL');
	await me.closePanel();
	const dialog = await publish(me);
	await deliver(stage, productionUrl);
	await seeExecution(me);
	await editor.take(picture('walk tesouro executions'));
	tesouro.configure({ webhookUrl: productionUrl });
	return { visible, hint, dialog };
}

async function deliver({ tesouro }: BrowserStage, to: string): Promise<void> {
	const [attempt] = await tesouro.deliver(await tesouro.makeReport({ rows: ROWS }), { to, retry: false });
	if (attempt?.status !== 200) throw new Error(`${to} answered ${attempt?.status ?? 'nothing'}`);
}
