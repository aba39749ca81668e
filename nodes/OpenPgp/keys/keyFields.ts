import type { INodeProperties } from 'n8n-workflow';

/** The fields for keys, in the OpenPGP Key credential and in that of a provider that encrypts or signs. */
export const keyFields: INodeProperties[] = [
	{
		displayName: 'Private Keys',
		name: 'privateKeys',
		type: 'string',
		typeOptions: { password: true, rows: 5 },
		default: '',
		placeholder: '-----BEGIN PGP PRIVATE KEY BLOCK-----',
		description:
			'Your private keys, which open files that were encrypted to you. Paste one block below the other: keep the old key here while you change to a new one.',
		hint: 'To decrypt',
	},
	{
		displayName: 'Passphrase',
		name: 'passphrase',
		type: 'string',
		typeOptions: { password: true, rows: 2 },
		default: '',
		description:
			'Opens the private keys. Leave empty if they have none. If several keys have several passphrases, write one on each line.',
	},
	{
		displayName: "Provider's Public Keys",
		name: 'publicKeys',
		type: 'string',
		typeOptions: { rows: 5 },
		default: '',
		placeholder: '-----BEGIN PGP PUBLIC KEY BLOCK-----',
		description:
			"The provider's public keys, which verify what it signed. Paste one block below the other: keep the old key here while the provider changes to a new one.",
		hint: 'To verify signatures',
	},
];

/** For partners without keys. Kept apart from the passphrase, which must never leave this credential. */
export const messagePasswordsField: INodeProperties = {
	displayName: 'Message Passwords',
	name: 'messagePasswords',
	type: 'string',
	typeOptions: { password: true, rows: 2 },
	default: '',
	description:
		'Open files that were encrypted with a password instead of a key. One on each line. The first one encrypts (at least 12 characters).',
	hint: 'Only for senders who have no keys',
};
