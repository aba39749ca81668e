import type { INodeProperties } from 'n8n-workflow';
import { DEFAULT_HEADER } from './triggerTokens';

/** The fields for the token that deliveries carry, in the credential of a provider that does not sign them. */
export const triggerTokenFields = (urlSetting: string): INodeProperties[] => [
	{
		displayName: 'Webhook Token',
		name: 'token',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description: `A secret you make up: at least 16 letters, digits, or - . _ ~. Let a password manager generate it. It goes into ${urlSetting}.`,
		hint: 'For the trigger, if it verifies deliveries with a token',
	},
	{
		displayName: 'Previous Webhook Token',
		name: 'previousToken',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description:
			'Only while you change the token: move the old one here and put the new one above. Both are accepted. Clear this field once deliveries carry the new one.',
	},
	{
		displayName: 'Token Header',
		name: 'headerName',
		type: 'string',
		default: DEFAULT_HEADER,
		description:
			'For "Token in a Header": the header that your gateway sets. In Authorization, the token may follow the word Bearer.',
	},
];
