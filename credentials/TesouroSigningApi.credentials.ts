import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

export class TesouroSigningApi implements ICredentialType {
	name = 'tesouroSigningApi';

	displayName = 'Tesouro Signing Secrets API';

	icon: Icon = { light: 'file:../nodes/Tesouro/tesouro.svg', dark: 'file:../nodes/Tesouro/tesouro.dark.svg' };

	documentationUrl =
		'https://github.com/report-delivery/n8n-nodes-report-delivery/blob/main/docs/tesouro.md#notifications';

	properties: INodeProperties[] = [
		{
			displayName: 'Signing Secret',
			name: 'signingSecret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'What Tesouro signs notifications with. Your implementation team at Tesouro gives it to you.',
		},
		{
			displayName: 'Key ID',
			name: 'keyId',
			type: 'string',
			default: '',
			placeholder: 'e.g. prod-key-2026-01',
			description: "Tesouro's name for this secret, if you know it. It shows up in the event.",
		},
		{
			displayName: 'Previous Signing Secret',
			name: 'previousSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Only during a change of secret: move the old one here and paste the new one above. Both are accepted. Remove the old one when Tesouro signs with the new one alone.',
		},
		{
			displayName: 'Previous Key ID',
			name: 'previousKeyId',
			type: 'string',
			default: '',
			placeholder: 'e.g. prod-key-2025-07',
			description: "Tesouro's name for the previous secret, if you know it",
		},
	];
}
