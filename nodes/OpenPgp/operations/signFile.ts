import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../shared/run/operation';
import { z } from '../../shared/vendor/zod';
import { ringOf } from '../keys/credential';
import { SigningFacts } from '../facts';
import { outputField, sourceFields } from '../panel/inputFields';
import { chooseSigningKey } from '../keys/keyChoice';
import { armoredField, isArmored, signingKeyField } from '../panel/outputFields';
import type { SigningWish } from '../messages/sign';
import { chosenName, resultItem, withSource } from '../files/source';
import { optionsField } from '../../shared/run/commonFields';
import { fileHints } from '../panel/hint';
import { signSource } from '../files/signSource';

const detachedOption = {
	name: 'Detached',
	value: 'detached',
	description: 'A signature beside the content, which stays as it is',
};
const inlineOption = {
	name: 'Inline',
	value: 'inline',
	description: 'One message that holds the content and its signature',
};

export const signFile: Operation = {
	value: 'sign',
	name: 'Sign',
	action: 'Sign a file',
	description: 'Sign a file, so others can check who made it',
	output: z
		.object({ text: z.string().optional(), signature: z.string().optional(), openPgp: SigningFacts })
		.passthrough(),
	fields: [
		...sourceFields,
		{
			displayName: 'Signature Type',
			name: 'form',
			type: 'options',
			default: 'detached',
			options: [detachedOption, inlineOption],
			displayOptions: { show: { input: ['file'] } },
		},
		{
			displayName: 'Signature Type',
			name: 'textForm',
			type: 'options',
			default: 'cleartext',
			options: [
				{ name: 'Cleartext', value: 'cleartext', description: 'The text stays readable' },
				detachedOption,
				inlineOption,
			],
			displayOptions: { show: { input: ['text'] } },
		},
		armoredField,
		{ ...outputField, displayOptions: { show: { input: ['file'], form: ['inline'] } } },
		{
			displayName: 'Put Signature in Field',
			name: 'signatureBinaryPropertyName',
			type: 'string',
			default: 'signature',
			required: true,
			hint: 'The name of the output field to put the signature in, beside the file that was signed',
			displayOptions: { show: { input: ['file'], form: ['detached'] } },
		},
		{
			...optionsField,
			options: [
				{
					displayName: 'File Name',
					name: 'fileName',
					type: 'string',
					default: '',
					placeholder: 'e.g. report.csv.sig',
					description:
						'Name of the signed file, or of the signature. Empty appends .gpg, .sig or .asc to the name of the input.',
				},
				signingKeyField,
			],
		},
	],
	hints: fileHints('sign'),
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const item = context.getInputData()[itemIndex]!;
		const options = context.getNodeParameter('options', itemIndex, {}) as SignFileOptions;
		const fileName = chosenName(options);
		const signer = await chooseSigningKey(
			await ringOf(context, itemIndex),
			options.signingKey ?? '',
			new Date(),
		);
		return await withSource(context, itemIndex, async (source) => {
			const wish = {
				armored: isArmored(context, itemIndex, source),
				form: context.getNodeParameter(source.isText ? 'textForm' : 'form', itemIndex) as SigningWish['form'],
				...(fileName && { fileName }),
			};
			const { result, facts } = await signSource(context, source, signer, wish);
			const isBeside = wish.form === 'detached';
			const fieldName = isBeside ? 'signatureBinaryPropertyName' : 'outputBinaryPropertyName';
			const field = context.getNodeParameter(fieldName, itemIndex, 'data') as string;
			if (!isBeside || !source.isText) return [resultItem(item, result, facts, field)];
			// The text that was signed goes on beside its signature, as a file would.
			const text = String(context.getNodeParameter('text', itemIndex));
			const made = resultItem(item, { ...result, text }, facts, field);
			return [{ ...made, json: { ...made.json, signature: result.text } }];
		});
	},
};

interface SignFileOptions {
	fileName?: unknown;
	signingKey?: string;
}
