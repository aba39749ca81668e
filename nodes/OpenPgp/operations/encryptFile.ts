import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../shared/run/operation';
import { z } from '../../shared/vendor/zod';
import { encryptSource, type Parties } from '../files/encryptSource';
import { EncryptionFacts } from '../facts';
import { outputField, pastedKeysField, sourceFields } from '../panel/inputFields';
import { armoredField, isArmored, signingKeyField } from '../panel/outputFields';
import { chosenName, resultItem, withSource } from '../files/source';
import { optionsField } from '../../shared/run/commonFields';
import { fileHints } from '../panel/hint';
import { type EncryptFileOptions, readRecipients, readSigner } from '../panel/chosenParties';

const signDescription =
	'Whether to sign the content with a private key of the credential, so recipients can check who made it';

export const encryptFile: Operation = {
	value: 'encrypt',
	name: 'Encrypt',
	action: 'Encrypt a file',
	description: 'Encrypt to one or several public keys, sign if you like',
	output: z.object({ text: z.string().optional(), openPgp: EncryptionFacts }).passthrough(),
	fields: [
		...sourceFields,
		{
			displayName: 'Recipients',
			name: 'recipients',
			type: 'options',
			default: 'credential',
			options: [
				{
					name: "Provider's Public Keys",
					value: 'credential',
					description: 'The public keys in the OpenPGP Key credential',
				},
				{ name: 'Pasted Public Keys', value: 'pasted', description: 'Needs no credential' },
				{
					name: 'Whoever Knows the Password',
					value: 'password',
					description: 'The first of the message passwords in the OpenPGP Key credential',
				},
			],
		},
		{
			...pastedKeysField,
			displayName: "Recipients' Public Keys",
			name: 'recipientKeys',
			required: true,
			description: 'One block below the other; each of their owners can open the file',
			displayOptions: { show: { recipients: ['pasted'] } },
		},
		{
			displayName: 'Sign',
			name: 'sign',
			type: 'boolean',
			default: false,
			description: signDescription,
			displayOptions: { show: { recipients: ['credential', 'password'] } },
		},
		{
			// Of another name than the one above: while it is off, the node needs no credential.
			displayName: 'Sign',
			name: 'signWithOwnKey',
			type: 'boolean',
			default: false,
			description: signDescription,
			displayOptions: { show: { recipients: ['pasted'] } },
		},
		armoredField,
		outputField,
		{
			...optionsField,
			options: [
				{
					displayName: 'Compression',
					name: 'compression',
					type: 'options',
					default: 'zlib',
					description: "Used if every recipient's key supports it",
					options: [
						{ name: 'None', value: 'none' },
						{ name: 'ZIP', value: 'zip' },
						{ name: 'ZLIB', value: 'zlib' },
					],
				},
				{
					displayName: 'File Name',
					name: 'fileName',
					type: 'string',
					default: '',
					placeholder: 'e.g. report.csv.gpg',
					description: 'Name of the encrypted file. Empty appends .gpg or .asc to the name of the input.',
				},
				{
					displayName: 'Hide Recipients',
					name: 'hideRecipients',
					type: 'boolean',
					default: false,
					description:
						'Whether to leave out for whom the file is. Recipients then try all their keys; some programs refuse such files.',
				},
				{
					displayName: 'Recipient IDs',
					name: 'recipientIds',
					type: 'string',
					default: '',
					placeholder: 'e.g. keys@tesouro.com, 1A2B3C4D5E6F7081',
					description:
						'Only to these of the public keys: fingerprints, key IDs or email addresses, separated by commas. Empty encrypts to all.',
				},
				signingKeyField,
			],
		},
	],
	hints: fileHints('encrypt'),
	noCredentialWhen: { signWithOwnKey: [false] },
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const item = context.getInputData()[itemIndex]!;
		const field = context.getNodeParameter('outputBinaryPropertyName', itemIndex, 'data') as string;
		const options = context.getNodeParameter('options', itemIndex, {}) as EncryptFileOptions;
		const parties: Parties = {
			...(await readRecipients(context, itemIndex, options)),
			signer: await readSigner(context, itemIndex, options),
		};
		return await withSource(context, itemIndex, async (source) => {
			const armored = isArmored(context, itemIndex, source);
			const fileName = chosenName(options);
			const { result, facts } = await encryptSource(context, source, parties, {
				armored,
				...(options.compression && { compression: options.compression }),
				...(fileName && { fileName }),
				...(options.hideRecipients === true && { isHidden: true }),
			});
			return [resultItem(item, result, facts, field)];
		});
	},
};
