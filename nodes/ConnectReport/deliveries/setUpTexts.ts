import type { INodeTypeDescription } from 'n8n-workflow';

/**
 * What the panel says of how to set the trigger up, for somebody who has never seen ConnectReport. That callbacks are under
 * "Callbacks" in the management console, at port 4700, is our reading: the seed shows a Callback URL and a trigger that "you
 * configure", and a picture that is called localhost_4700_admin.
 */
export const setUpTexts: Pick<
	INodeTypeDescription,
	'eventTriggerDescription' | 'activationMessage' | 'triggerPanel' | 'hints'
> = {
	eventTriggerDescription:
		'Listening at the Test URL. Add a callback with that URL in the Management Console of ConnectReport, or send a delivery of your own, then run a report task',
	activationMessage:
		'The trigger is live. Open it, choose "Production URL" under "Webhook URLs" and copy the URL. In the Management Console of ConnectReport, open Callbacks, add a callback with the trigger "Post report task", and paste the URL into Callback URL.',
	triggerPanel: {
		header: 'Receive callbacks from ConnectReport',
		executionsHelp: {
			inactive:
				'<b>1.</b> Open <b>Webhook URLs</b> in the middle of this window, choose <b>Production URL</b> and copy it. <br /><br /><b>2.</b> An administrator of ConnectReport opens its <b>Management Console</b> (like https://reports.example.com:4700/admin), there <b>Callbacks</b>, and adds a callback: paste the URL into <b>Callback URL</b>, with <b>?token=</b> and the token behind it where you chose that, and choose the trigger <b>Post report task</b>. For Report Task Started, add a second one with the same URL and the trigger <b>Pre report task</b>. <br /><br /><b>3.</b> <b>Publish</b> the workflow: the Production URL answers from then on. To try the flow before that, execute this step, and let ConnectReport call the <b>Test URL</b>.',
			active:
				'The <b>Production URL</b> (under <b>Webhook URLs</b> in the middle of this window) is live. In the Management Console of ConnectReport, under <b>Callbacks</b>, it has to be the <b>Callback URL</b>. What arrives there shows up under <a data-key="executions">Executions</a>. Deliveries that are refused start no execution: the reason is in the log of n8n.',
		},
		activationHint:
			'ConnectReport needs the <b>Production URL</b>: open <b>Webhook URLs</b> in the middle of this window, choose Production URL, copy it, and paste it in the Management Console of ConnectReport under <b>Callbacks</b> into <b>Callback URL</b>, with <b>?token=</b> and your token behind it where you chose that. An address inside your network will do; localhost only where n8n runs on the ConnectReport server itself.',
	},
	hints: [
		{
			message:
				'While you listen, the <b>Test URL</b> takes one delivery. Run a report task in ConnectReport whose callback has that URL, or send a delivery yourself. The <b>Production URL</b> answers once the workflow is published.',
			type: 'info',
			location: 'outputPane',
			whenToDisplay: 'beforeExecution',
		},
	],
};
