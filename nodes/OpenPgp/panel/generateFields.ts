import type { INodeProperties } from 'n8n-workflow';

/** What a new key pair is to be. */
export const generateFields: INodeProperties[] = [
	{
		displayName:
			"The private key is returned as a file, locked by the credential's passphrase. Paste it into the credential. Keep a copy. Tesouro asks for this kind of key.",
		name: 'privateKeyNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Name',
		name: 'userName',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Example Ltd, reports',
	},
	{
		displayName: 'Email',
		name: 'email',
		type: 'string',
		default: '',
		placeholder: 'name@email.com',
	},
	{
		displayName: 'Algorithm',
		name: 'algorithm',
		type: 'options',
		default: 'rsa4096',
		options: [
			{ name: 'RSA 4096', value: 'rsa4096', description: 'Works everywhere. Takes some seconds.' },
			{ name: 'Curve25519', value: 'curve25519', description: 'Small and fast. Needs GnuPG 2.1 or newer.' },
		],
	},
	{
		displayName: 'Valid for Days',
		name: 'validDays',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 3650 },
		default: 365,
		description: 'After that, no one can encrypt to it. Files encrypted before still open.',
	},
];
