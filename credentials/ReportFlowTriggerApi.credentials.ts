import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';
import { DEFAULT_HEADER } from '../nodes/shared/deliveries/triggerTokens';

export class ReportFlowTriggerApi implements ICredentialType {
	name = 'reportFlowTriggerApi';

	displayName = 'ReportFlow Trigger Token API';

	icon: Icon = {
		light: 'file:../nodes/ReportFlow/reportFlow.svg',
		dark: 'file:../nodes/ReportFlow/reportFlow.dark.svg',
	};

	documentationUrl =
		'https://github.com/report-delivery/n8n-nodes-report-delivery/blob/main/docs/reportflow.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'A secret of your own that genuine deliveries carry: at least 16 letters, digits, or - . _ ~. Have a password manager make it.',
		},
		{
			displayName: 'Previous Token',
			name: 'previousToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Only during a change of token: move the old one here and put the new one above. Both are accepted. Remove the old one when deliveries carry the new one.',
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
