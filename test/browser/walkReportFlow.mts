import { orderInvoices } from '../../tools/sandbox/ReportFlow/orderInvoices.mts';
import type { BrowserStage } from './browserStage.mts';
import { credentialData } from './credentials.mts';
import { Person } from './person.mts';
import { seeRefusals, type SeenRefusals } from './seeRefusals.mts';
import { addTrigger, choose, saveCredential, startWorkflow } from './steps.mts';
import { tryAndPublish, type TriggerWalk } from './tryAndPublish.mts';

/** Somebody adds the trigger by hand, makes its credential, tries it, and publishes it; then a stranger delivers to it. */
export async function walkReportFlow(stage: BrowserStage): Promise<TriggerWalk & SeenRefusals> {
	const { n8n, editor, picture } = stage;
	const me = new Person(editor.page);
	const { generation, environment, ...data } = credentialData(stage).reportFlowApi;
	await startWorkflow(me, n8n);
	await addTrigger(me, { search: 'reportflow', node: 'ReportFlow', event: 'On files ready' });
	await me.click('Connect to ReportFlow');
	await me.sees(me.part('parameter-input-environment'));
	await editor.take(picture('credential reportflow empty'));
	await choose(me, 'environment', 'Custom');
	for (const [name, value] of Object.entries(data)) await me.type(me.field(name), value);
	await saveCredential(me);

	const walked = await tryAndPublish(stage, me, 'reportflow', async (url) => {
		await deliver(stage, url.replace(':token', data.token));
	});
	const refusals = await seeRefusals(stage, me, async (url) => {
		await deliver(stage, url.replace(':token', 'not-the-token'), 401);
	});
	return { ...walked, ...refusals };
}

async function deliver({ reportFlow }: BrowserStage, to: string, status = 200): Promise<void> {
	const request = await orderInvoices(reportFlow);
	const [attempt] = await reportFlow.deliver(request, { to, retry: false });
	if (attempt?.status !== status) throw new Error(`${to} answered ${attempt?.status ?? 'nothing'}`);
}
