import type { INodeTypeDescription } from 'n8n-workflow';

/** What the panel says of how to set the trigger up. */
export const setUpTexts: Pick<
	INodeTypeDescription,
	'eventTriggerDescription' | 'activationMessage' | 'triggerPanel' | 'hints'
> = {
	eventTriggerDescription:
		'Listening at the Test URL. ReportFlow delivers to one URL, which should stay the Production URL: send a delivery of your own to the Test URL to try the flow',
	activationMessage:
		'The trigger is live. Open it, choose "Production URL" under "Webhook URLs" and copy the URL. In ReportFlow, open Workspace Settings, tab Developer, paste it into Webhook URL and choose Update.',
	triggerPanel: {
		header: 'Receive deliveries from ReportFlow',
		executionsHelp: {
			inactive:
				'Open <b>Webhook URLs</b> in the middle of this window, choose <b>Production URL</b> and copy it. In ReportFlow, open <b>Workspace Settings</b>, tab <b>Developer</b>, paste it into <b>Webhook URL</b> and choose <b>Update</b>. It has to begin with https:// and be reachable from the internet. With a token in the path, replace <b>:token</b> at its end. <br /><br /><b>Publish</b> the workflow: the Production URL answers from then on. To try the flow before that, execute this step and send a delivery to the <b>Test URL</b>.',
			active:
				'The <b>Production URL</b> (under <b>Webhook URLs</b> in the middle of this window) is live: it is the one that ReportFlow has to have, under <b>Workspace Settings</b>, tab <b>Developer</b>. What arrives there shows up under <a data-key="executions">Executions</a>. Deliveries that are refused start no execution: the reason is in the log of n8n.',
		},
		activationHint:
			'ReportFlow needs the <b>Production URL</b>: open <b>Webhook URLs</b> in the middle of this window, choose Production URL, copy it, and paste it in ReportFlow under <b>Workspace Settings</b>, tab <b>Developer</b>, into <b>Webhook URL</b>. ReportFlow cannot reach an address such as localhost or 192.168.1.5.',
	},
	hints: [
		{
			message:
				'While you listen, send a delivery to the <b>Test URL</b> yourself. ReportFlow delivers to the <b>Production URL</b> only, once the workflow is published.',
			type: 'info',
			location: 'outputPane',
			whenToDisplay: 'beforeExecution',
		},
	],
};
