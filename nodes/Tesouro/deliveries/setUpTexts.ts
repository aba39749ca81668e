import type { SetUpTexts } from '../../shared/deliveries/setUpTexts';

export const setUpTexts: SetUpTexts = {
	eventTriggerDescription: 'Listening at the Test URL: send a delivery to it yourself',
	activationMessage:
		'For Report Ready, copy the Production URL (under Webhook URLs) and send it to Tesouro. For Notifications, nothing is left to do.',
	triggerPanel: {
		header: 'Receive deliveries from Tesouro',
		executionsHelp: {
			inactive:
				'Publish the workflow. For Report Ready, send the Production URL to Tesouro; for Notifications, publishing subscribes. To try it first, listen and send a delivery to the Test URL.',
			active:
				'Once published, what Tesouro delivers to the Production URL shows up under <a data-key="executions">Executions</a>. Why a delivery was refused: Options > Recent Deliveries.',
		},
		activationHint: 'Tesouro delivers to the Production URL, once published.',
	},
};
