import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

export class OpenPgpKeyApi implements ICredentialType {
	name = 'openPgpKeyApi';

	displayName = 'OpenPGP Key API';

	icon: Icon = { light: 'file:../nodes/OpenPgp/openPgp.svg', dark: 'file:../nodes/OpenPgp/openPgp.dark.svg' };

	documentationUrl =
		'https://github.com/report-delivery/n8n-nodes-report-delivery/blob/main/docs/openpgp.md#openpgp-keys';

	properties: INodeProperties[] = [
		{
			displayName: 'Private Keys',
			name: 'privateKeys',
			type: 'string',
			typeOptions: { password: true, rows: 5 },
			default: '',
			placeholder: '-----BEGIN PGP PRIVATE KEY BLOCK-----',
			description:
				'Your private keys, which open files that were encrypted to you. Paste one block below the other: keep the old key here while you change to a new one.',
		},
		{
			displayName: 'Passphrase',
			name: 'passphrase',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Opens the private keys. Leave empty if they have none.',
		},
		{
			displayName: "Provider's Public Keys",
			name: 'publicKeys',
			type: 'string',
			typeOptions: { rows: 5 },
			default: '',
			placeholder: '-----BEGIN PGP PUBLIC KEY BLOCK-----',
			description:
				"The provider's public keys, which check what it signed. Paste one block below the other: keep the old key here while the provider changes to a new one.",
		},
	];
}
