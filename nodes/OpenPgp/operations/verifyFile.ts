import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { openFile } from '../../shared/files/fileStore';
import type { Operation } from '../../shared/run/operation';
import { abortable, type Bytes, once } from '../../shared/files/streams';
import { z } from '../../shared/vendor/zod';
import { VerificationFacts } from '../facts';
import { keySourceField, outputField, pastedKeysField, sourceFields } from '../panel/inputFields';
import { readDoors, verifyCompatibility } from '../panel/compatibility';
import { limitOptions, limitsOf, type LimitOptions } from '../limits';
import { resultItem, withSource, type Source } from '../files/source';
import { notValid, verifyBeside, verifyInside } from '../files/verifySource';
import { optionsField } from '../../shared/run/commonFields';
import { fileHints } from '../panel/hint';
import { readPublicKeys } from '../panel/readPublicKeys';

export const verifyFile: Operation = {
	value: 'verify',
	name: 'Verify',
	action: 'Verify the signature of a file',
	description: 'Check who signed a file, and return its content',
	output: z.object({ text: z.string().optional(), openPgp: VerificationFacts }).passthrough(),
	fields: [
		...sourceFields,
		{
			displayName: 'Signature',
			name: 'signatureForm',
			type: 'options',
			default: 'inside',
			options: [
				{
					name: 'Inside',
					value: 'inside',
					description: 'A message that holds the content and its signature, also as cleartext',
				},
				{ name: 'Detached', value: 'detached', description: 'A signature beside the content' },
			],
		},
		{
			displayName: 'Signature Binary Field',
			name: 'signatureBinaryPropertyName',
			type: 'string',
			default: 'signature',
			required: true,
			hint: 'The name of the input field that holds the signature',
			displayOptions: { show: { input: ['file'], signatureForm: ['detached'] } },
		},
		{
			displayName: 'Detached Signature',
			name: 'signatureText',
			type: 'string',
			typeOptions: { rows: 5 },
			default: '',
			required: true,
			placeholder: '-----BEGIN PGP SIGNATURE-----',
			displayOptions: { show: { input: ['text'], signatureForm: ['detached'] } },
		},
		{
			...keySourceField,
			displayName: "Signers' Public Keys",
			options: [
				{
					name: 'Of the Credential',
					value: 'credential',
					description: "The provider's public keys in the OpenPGP Key credential",
				},
				{ name: 'Pasted', value: 'pasted', description: 'Needs no credential' },
			],
		},
		{
			...pastedKeysField,
			displayName: 'Public Keys',
			name: 'publicKeys',
			required: true,
			description: 'Whose signatures to accept. Paste one block below the other.',
			displayOptions: { show: { keySource: ['pasted'] } },
		},
		{
			displayName: 'Fail When Not Valid',
			name: 'failWhenNotValid',
			type: 'boolean',
			default: true,
			description:
				'Whether to end with an error unless the signature is valid. Otherwise the verdict is returned, without the content.',
		},
		{
			...outputField,
			hint: 'The name of the output field to put the content in',
			displayOptions: { show: { input: ['file'], signatureForm: ['inside'] } },
		},
		{
			...optionsField,
			options: [verifyCompatibility, ...limitOptions],
		},
	],
	hints: fileHints('verify'),
	noCredentialWhen: { keySource: ['pasted'] },
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const item = context.getInputData()[itemIndex]!;
		const field = context.getNodeParameter('outputBinaryPropertyName', itemIndex, 'data') as string;
		const isStrict = context.getNodeParameter('failWhenNotValid', itemIndex) as boolean;
		const isDetached = context.getNodeParameter('signatureForm', itemIndex) === 'detached';
		const options = context.getNodeParameter('options', itemIndex, {}) as LimitOptions & {
			compatibility?: unknown;
		};
		const limits = limitsOf(options);
		const doors = readDoors(options.compatibility);
		const start = Date.now();
		const keys = await readPublicKeys(context, itemIndex);
		const { result, ...verified } = await withSource(context, itemIndex, async (source) =>
			isDetached
				? await verifyBeside(source, await openSignature(context, itemIndex, source), keys, doors)
				: await verifyInside(context, source, keys, limits, doors),
		);
		if (isStrict && verified.verdict !== 'valid') throw notValid(verified);
		const facts: VerificationFacts = {
			...verified,
			...(result.sha256 !== undefined && { sha256: result.sha256 }),
			durationMs: Date.now() - start,
		};
		return [resultItem(item, result, facts, field)];
	},
};

async function openSignature(
	context: IExecuteFunctions,
	itemIndex: number,
	{ isText }: Source,
): Promise<Bytes> {
	if (isText) return once(Buffer.from(context.getNodeParameter('signatureText', itemIndex) as string));
	const field = context.getNodeParameter('signatureBinaryPropertyName', itemIndex) as string;
	const { bytes } = await openFile(context, itemIndex, field);
	return abortable(bytes, context.getExecutionCancelSignal());
}
