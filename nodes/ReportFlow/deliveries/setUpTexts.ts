import type { SetUpTexts } from '../../shared/deliveries/setUpTexts';

export const setUpTexts: SetUpTexts = {
	eventTriggerDescription: 'Listening at the Test URL: send a delivery to it yourself',
	activationMessage:
		'Copy the Production URL (under Webhook URLs). If it ends with :token, replace that with your Webhook Token. Paste the URL into ReportFlow: Workspace Settings > Developer > Webhook URL > Update.',
	triggerPanel: {
		header: 'Receive deliveries from ReportFlow',
		executionsHelp: {
			inactive:
				'Publish the workflow, then paste the Production URL into ReportFlow. With a token in the path, replace :token with it. To try it first, listen and send a delivery to the Test URL.',
			active:
				'Once published, what ReportFlow delivers to the Production URL shows up under <a data-key="executions">Executions</a>. Why a delivery was refused: Options > Recent Deliveries.',
		},
		activationHint: 'ReportFlow delivers to the Production URL, once published.',
	},
};
