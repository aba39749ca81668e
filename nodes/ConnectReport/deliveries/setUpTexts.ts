import type { SetUpTexts } from '../../shared/deliveries/setUpTexts';

export const setUpTexts: SetUpTexts = {
	eventTriggerDescription:
		'Listening at the Test URL: run a report task whose callback uses it, or send a delivery yourself',
	activationMessage:
		'Copy the Production URL (under Webhook URLs). For Token in the URL, append ?token= and your Webhook Token. Paste it as the Callback URL into the Management Console: Callbacks, trigger Post report task.',
	triggerPanel: {
		header: 'Receive callbacks from ConnectReport',
		executionsHelp: {
			inactive:
				'Publish the workflow, then add a callback in the Management Console (like https://reports.example.com:4700/admin): Callbacks, with the Production URL. For Token in the URL, append ?token= and your token. For Report Task Started, add a second one with the trigger Pre report task.',
			active:
				'Once published, what ConnectReport delivers to the Production URL shows up under <a data-key="executions">Executions</a>. Why a delivery was refused: Options > Recent Deliveries.',
		},
		activationHint: 'ConnectReport delivers to the Production URL, once published.',
	},
};
