import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../shared/operation';
import { z } from '../../shared/vendor/zod';
import { ringOf } from '../credential';
import { decryptSource } from '../decryptToStore';
import { DecryptionFacts, toFacts } from '../facts';
import { outputField, sourceFields } from '../inputFields';
import { defaultLimits } from '../limits';
import { resultItem, withSource } from '../source';

const MEGABYTES_AT_MOST = defaultLimits.bytesAtMost / 1_000_000;

interface DecryptFileOptions {
	fileName?: string;
	megabytesAtMost?: number;
	expansionAtMost?: number;
}

export const decryptFile: Operation = {
	value: 'decrypt',
	name: 'Decrypt',
	action: 'Decrypt a file',
	description: 'Open an OpenPGP file and check that nobody changed it',
	output: z.object({ text: z.string().optional(), openPgp: DecryptionFacts }).passthrough(),
	fields: [
		...sourceFields,
		outputField,
		{
			displayName: 'Require a Valid Signature',
			name: 'requireSignature',
			type: 'boolean',
			default: false,
			description:
				"Whether to refuse what is not signed by one of the provider's public keys. A wrong signature is always refused.",
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
				{
					displayName: 'Maximum Expansion',
					name: 'expansionAtMost',
					type: 'number',
					typeOptions: { minValue: 1 },
					default: 1000,
					description:
						'How many times its size a file may grow to, looked at from 100 MB on. A compression bomb ends with an error.',
				},
				{
					displayName: 'Maximum Size (MB)',
					name: 'megabytesAtMost',
					type: 'number',
					typeOptions: { minValue: 1 },
					default: 20000,
					description: 'A larger decrypted file ends with an error instead of filling the disk of n8n',
				},
			],
		},
	],
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const item = context.getInputData()[itemIndex]!;
		const field = context.getNodeParameter('outputBinaryPropertyName', itemIndex, 'data') as string;
		const requireSignature = context.getNodeParameter('requireSignature', itemIndex, false) as boolean;
		const options = context.getNodeParameter('options', itemIndex, {}) as DecryptFileOptions;
		const {
			fileName,
			megabytesAtMost = MEGABYTES_AT_MOST,
			expansionAtMost = defaultLimits.expansionAtMost,
		} = options;

		const ring = await ringOf(context, itemIndex);
		const decrypted = await withSource(
			context,
			itemIndex,
			async (source) =>
				await decryptSource(context, source, ring, {
					encryptedName: source.isText ? `${source.fileName}.asc` : source.fileName,
					requireSignature,
					limits: {
						bytesAtMost: megabytesAtMost * 1_000_000,
						expansionAtMost,
					},
					...(fileName && { fileName }),
				}),
		);
		return [resultItem(item, decrypted, toFacts(decrypted), field)];
	},
};
