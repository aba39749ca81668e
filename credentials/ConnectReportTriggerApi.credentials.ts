import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';
import { DEFAULT_HEADER } from '../nodes/shared/deliveries/triggerTokens';

export class ConnectReportTriggerApi implements ICredentialType {
	name = 'connectReportTriggerApi';

	displayName = 'ConnectReport Trigger Token API';

	icon: Icon = {
		light: 'file:../nodes/ConnectReport/connectReport.svg',
		dark: 'file:../nodes/ConnectReport/connectReport.dark.svg',
	};

	documentationUrl =
		'https://github.com/report-delivery/n8n-nodes-report-delivery/blob/main/docs/connectreport.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'A secret of your own that stands behind ?token= in the Callback URL: at least 16 letters, digits, or - . _ ~. Have a password manager make it.',
		},
		{
			displayName: 'Previous Token',
			name: 'previousToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Only during a change of token: move the old one here and put the new one above. Both are accepted. Remove the old one when the Callback URL in ConnectReport has the new one.',
		},
		{
			displayName: 'Header Name',
			name: 'headerName',
			type: 'string',
			default: DEFAULT_HEADER,
			description:
				'For "Token in a Header": the header that your gateway sets. With Authorization, the word Bearer may stand before the token.',
		},
	];
}
