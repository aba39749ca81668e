import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../shared/run/operation';
import { z } from '../../shared/vendor/zod';
import { lookAtTable } from '../../ReportFile/files/tableSeen';
import { ringOf } from '../keys/credential';
import { decryptSource } from '../files/decryptToStore';
import { DecryptionFacts, toFacts } from '../facts';
import { outputField, sourceFields } from '../panel/inputFields';
import { decryptCompatibility, readDoors } from '../panel/compatibility';
import { limitOptions, limitsOf, type LimitOptions } from '../limits';
import { chosenName, resultItem, withSource } from '../files/source';
import { optionsField } from '../../shared/run/commonFields';
import { fileHints } from '../panel/hint';

interface DecryptFileOptions extends LimitOptions {
	compatibility?: unknown;
	fileName?: unknown;
}

export const decryptFile: Operation = {
	value: 'decrypt',
	name: 'Decrypt',
	action: 'Decrypt a file',
	description: 'Open an OpenPGP file and check that no one changed it',
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
			...optionsField,
			options: [
				decryptCompatibility,
				{
					displayName: 'File Name',
					name: 'fileName',
					type: 'string',
					default: '',
					placeholder: 'e.g. report.csv',
					description: 'Name of the decrypted file. Empty keeps the name without .gpg, .pgp or .asc.',
				},
				...limitOptions,
			],
		},
	],
	hints: fileHints('decrypt'),
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const item = context.getInputData()[itemIndex]!;
		const field = context.getNodeParameter('outputBinaryPropertyName', itemIndex, 'data') as string;
		const requireSignature = context.getNodeParameter('requireSignature', itemIndex, false) as boolean;
		const options = context.getNodeParameter('options', itemIndex, {}) as DecryptFileOptions;
		const limits = limitsOf(options);
		const fileName = chosenName(options);
		const doors = readDoors(options.compatibility);
		const ring = await ringOf(context, itemIndex);
		const decrypted = await withSource(
			context,
			itemIndex,
			async (source) =>
				await decryptSource(context, source, ring, {
					encryptedName: source.isText ? `${source.fileName}.asc` : source.fileName,
					requireSignature,
					limits,
					doors,
					...(fileName && { fileName }),
				}),
		);
		const made = resultItem(item, decrypted, toFacts(decrypted), field);
		if (decrypted.binary) await lookAtTable(context, made.json, decrypted.binary, decrypted.bytes);
		return [made];
	},
};
