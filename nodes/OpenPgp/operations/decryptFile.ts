import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { openFile } from '../../shared/fileStore';
import type { Operation } from '../../shared/operation';
import { z } from '../../shared/vendor/zod';
import { decryptToStore } from '../decryptToStore';
import { DecryptionFacts, toFacts } from '../facts';
import { readKeyRing, type OpenPgpKeyCredential } from '../keys';

export const decryptFile: Operation = {
	value: 'decrypt',
	name: 'Decrypt',
	action: 'Decrypt a file',
	description: 'Decrypt an OpenPGP file of any size, and check that nobody changed it',
	output: z.object({ openPgp: DecryptionFacts }).passthrough(),
	fields: [
		{
			displayName: 'Input Binary Field',
			name: 'binaryPropertyName',
			type: 'string',
			default: 'data',
			required: true,
			hint: 'The name of the input field that holds the encrypted file',
		},
		{
			displayName: 'Put Output File in Field',
			name: 'outputBinaryPropertyName',
			type: 'string',
			default: 'data',
			required: true,
			hint: 'The name of the output field to put the decrypted file in',
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'File Name',
					name: 'fileName',
					type: 'string',
					default: '',
					placeholder: 'e.g. report.csv',
					description: 'Name of the decrypted file. Empty keeps the name without .gpg, .pgp or .asc.',
				},
			],
		},
	],
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const item = context.getInputData()[itemIndex]!;
		const field = context.getNodeParameter('binaryPropertyName', itemIndex) as string;
		const outputField = context.getNodeParameter('outputBinaryPropertyName', itemIndex) as string;
		const fileName = context.getNodeParameter('options.fileName', itemIndex, '') as string;

		const ring = await readKeyRing(
			await context.getCredentials<OpenPgpKeyCredential & object>('openPgpKeyApi', itemIndex),
		);
		const file = await openFile(context, itemIndex, field);
		const decrypted = await decryptToStore(context, file.bytes, ring, {
			encryptedName: file.fileName,
			...(fileName !== '' && { fileName }),
			...(file.stream && { like: file.stream }),
		});
		return [
			{
				json: { ...item.json, openPgp: toFacts(decrypted) },
				binary: { ...item.binary, [outputField]: decrypted.binary },
			},
		];
	},
};
