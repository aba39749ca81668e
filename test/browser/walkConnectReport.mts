import type { BrowserStage } from './browserStage.mts';
import { credentialData } from './credentials.mts';
import { Person } from './person.mts';
import {
	addTrigger,
	listen,
	publish,
	readUrl,
	saveCredential,
	seeExecution,
	startWorkflow,
} from './steps.mts';
import type { TriggerWalk } from './walkReportFlow.mts';

/** Somebody adds the trigger by hand, makes its credential, tries it, and publishes it. */
export async function walkConnectReport(stage: BrowserStage): Promise<TriggerWalk> {
	const { n8n, editor, picture } = stage;
	const me = new Person(editor.page);
	const { serverUrl, apiKey, ca, allowHttp, token } = credentialData(stage).connectReportApi;
	await startWorkflow(me, n8n);
	await addTrigger(me, { search: 'connectreport', node: 'ConnectReport', event: 'On report task succeeded' });
	await me.click('Connect to ConnectReport');
	await me.sees(me.part('parameter-input-serverUrl'));
	await editor.take(picture('credential connectreport empty'));
	await me.type(me.field('serverUrl'), serverUrl);
	if (allowHttp) await me.click(me.part('parameter-input-allowHttp'));
	await me.type(me.field('apiKey'), apiKey);
	if (ca !== '') await me.type(me.field('ca'), ca);
	await me.type(me.field('token'), token);
	await saveCredential(me);

	const withToken = (url: string) => `${url}?token=${token}`;
	const testUrl = await readUrl(me, 'Test URL');
	await listen(me);
	await deliver(stage, withToken(testUrl));
	await me.sees(me.part('output-panel').getByText('1 item').first());
	await editor.take(picture('walk connectreport event'));
	const visible = { ...me.effort };

	const productionUrl = await readUrl(me, 'Production URL');
	await me.closePanel();
	const dialog = await publish(me);
	await deliver(stage, withToken(productionUrl));
	await seeExecution(me);
	return { visible, dialog };
}

async function deliver({ connectReport }: BrowserStage, to: string): Promise<void> {
	const task = connectReport.addTask();
	const report = await connectReport.run(task);
	const callback = connectReport.callback(task, { ...(report && { report }), outcome: {} });
	const [attempt] = await connectReport.deliver(to, callback);
	if (attempt?.status !== 200) throw new Error(`${to} answered ${attempt?.status ?? 'nothing'}`);
}
