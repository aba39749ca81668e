import { designIds, type SandboxRequest } from '../../tools/sandbox/ReportFlow/sandbox.mts';
import type { BrowserStage } from './browserStage.mts';
import { credentialData } from './credentials.mts';
import { Person } from './person.mts';
import {
	addTrigger,
	choose,
	listen,
	publish,
	readUrl,
	saveCredential,
	seeExecution,
	startWorkflow,
} from './steps.mts';

/** What came of a walk with a trigger alone. */
export interface TriggerWalk {
	/** From the empty workflow to the event on the screen. */
	visible: Person['effort'];
	/** The dialog after publishing. */
	dialog: string;
}

/** Somebody adds the trigger by hand, makes its credential, tries it, and publishes it. */
export async function walkReportFlow(stage: BrowserStage): Promise<TriggerWalk> {
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

	const testUrl = await readUrl(me, 'Test URL');
	await listen(me);
	await deliver(stage, testUrl.replace(':token', data.token));
	await me.sees(me.part('output-panel').getByText('1 item').first());
	await editor.take(picture('walk reportflow event'));
	const visible = { ...me.effort };

	const productionUrl = await readUrl(me, 'Production URL');
	await me.closePanel();
	const dialog = await publish(me);
	await deliver(stage, productionUrl.replace(':token', data.token));
	await seeExecution(me);
	return { visible, dialog };
}

async function deliver({ reportFlow }: BrowserStage, to: string): Promise<void> {
	const request = await generate(reportFlow);
	const [attempt] = await reportFlow.deliver(request, { to, retry: false });
	if (attempt?.status !== 200) throw new Error(`${to} answered ${attempt?.status ?? 'nothing'}`);
}

/** ReportFlow makes a PDF, without n8n. */
async function generate(reportFlow: BrowserStage['reportFlow']): Promise<SandboxRequest> {
	await fetch(`${reportFlow.baseUrl.new}/file/async/multiple`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', appkey: reportFlow.appKey },
		body: JSON.stringify({
			designId: designIds.invoice,
			version: 1,
			contents: [{ fileName: 'invoice', params: { customerName: 'Ada' } }],
		}),
	});
	await reportFlow.idle();
	return [...reportFlow.generated.values()].at(-1)!;
}
