import type { INodeProperties } from 'n8n-workflow';

/** The fields for the secrets that Tesouro signs notifications with. */
export const signingFields: INodeProperties[] = [
	{
		displayName: 'Signing Secret',
		name: 'signingSecret',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description:
			'The secret that Tesouro signs notifications with. Your implementation team at Tesouro gives it to you.',
		hint: 'To verify notifications',
	},
	{
		displayName: 'Signing Key ID',
		name: 'signingKeyId',
		type: 'string',
		default: '',
		placeholder: 'e.g. prod-key-2026-01',
		description: "Tesouro's name for this secret, if you know it. The report event shows it.",
	},
	{
		displayName: 'Previous Signing Secret',
		name: 'previousSigningSecret',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description:
			'Only while you change the secret: move the old one here and paste the new one above. Both are accepted. Clear this field once Tesouro signs with the new one alone.',
	},
	{
		displayName: 'Previous Signing Key ID',
		name: 'previousSigningKeyId',
		type: 'string',
		default: '',
		placeholder: 'e.g. prod-key-2025-07',
		description: "Tesouro's name for the previous secret, if you know it",
	},
];
