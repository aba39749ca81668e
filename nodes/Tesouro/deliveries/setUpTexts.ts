import type { INodeTypeDescription } from 'n8n-workflow';

/** What the panel says of how to set the trigger up. */
export const setUpTexts: Pick<
	INodeTypeDescription,
	'eventTriggerDescription' | 'activationMessage' | 'triggerPanel' | 'hints'
> = {
	eventTriggerDescription:
		'Listening at the Test URL. Tesouro has its reports announced at the Production URL only: send a delivery of your own to the Test URL to try the flow',
	activationMessage:
		'The trigger is live. For "Report Ready", open it, choose "Production URL" under "Webhook URLs", copy the URL and send it to Tesouro: its staff configure it for you. For "Notifications" there is nothing left to do.',
	triggerPanel: {
		header: 'Receive deliveries from Tesouro',
		executionsHelp: {
			inactive:
				'<b>Report Ready</b>: Tesouro knows one URL of yours, and its staff configure it. Open <b>Webhook URLs</b> in the middle of this window, choose <b>Production URL</b>, copy it, and send it to Tesouro. It has to begin with https:// and be reachable from the internet. <br /><br /><b>Notifications</b>: there is no URL to send. The trigger subscribes by itself when you publish the workflow. <br /><br /><b>Publish</b> the workflow: the Production URL answers from then on. To try the flow before that, execute this step and send a delivery to the <b>Test URL</b>.',
			active:
				'The <b>Production URL</b> (under <b>Webhook URLs</b> in the middle of this window) is live. For <b>Report Ready</b>, it is the one that Tesouro has to have; for <b>Notifications</b>, Tesouro has it already. What arrives there shows up under <a data-key="executions">Executions</a>. Deliveries that are refused start no execution: the reason is in the log of n8n.',
		},
		activationHint:
			'For <b>Report Ready</b>, Tesouro needs the <b>Production URL</b>: open <b>Webhook URLs</b> in the middle of this window, choose Production URL, copy it and send it to Tesouro. For <b>Notifications</b>, publish the workflow: the trigger subscribes by itself. Tesouro cannot reach an address such as localhost or 192.168.1.5.',
	},
	hints: [
		{
			message:
				'While you listen, send a delivery to the <b>Test URL</b> yourself. Tesouro announces reports at the <b>Production URL</b> only, once the workflow is published.',
			type: 'info',
			location: 'outputPane',
			whenToDisplay: 'beforeExecution',
			displayCondition: '={{ $parameter["event"] !== "notifications" }}',
		},
	],
};
