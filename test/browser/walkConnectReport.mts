import type { BrowserStage } from './browserStage.mts';
import { credentialData } from './credentials.mts';
import { Person } from './person.mts';
import { addTrigger, saveCredential, startWorkflow } from './steps.mts';
import { tryAndPublish, type TriggerWalk } from './tryAndPublish.mts';

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

	return await tryAndPublish(stage, me, 'connectreport', async (url) => {
		await deliver(stage, `${url}?token=${token}`);
	});
}

async function deliver({ connectReport }: BrowserStage, to: string): Promise<void> {
	const task = connectReport.addTask();
	const report = await connectReport.run(task);
	const callback = connectReport.callback(task, { ...(report && { report }), outcome: {} });
	const [attempt] = await connectReport.deliver(to, callback);
	if (attempt?.status !== 200) throw new Error(`${to} answered ${attempt?.status ?? 'nothing'}`);
}
