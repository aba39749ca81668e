import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../shared/run/operation';
import { z } from '../../shared/vendor/zod';
import { credentialOf } from '../keys/credential';
import { KeyFacts } from '../facts';
import { keyFacts } from '../keys/keyFacts';
import { readKeyBlocks } from '../keys/keys';
import { readPublicKeyField } from '../keys/pastedPublicKeys';
import { OpenPgpError } from '../openPgpError';
import { keyHints } from '../panel/hint';
import { keySourceField, pastedKeysField } from '../panel/inputFields';

/** The field of the node. */
const PASTED = 'Public Keys';

export const inspectKeys: Operation = {
	value: 'inspect',
	name: 'Inspect',
	action: 'Inspect keys',
	description: 'See what each key is, what it can do and how many days are left until it expires',
	output: KeyFacts.extend({ source: z.string().describe('The field that holds the key') }),
	fields: [
		{
			...keySourceField,
			displayName: 'Keys',
			options: [
				{
					name: 'Of the Credential',
					value: 'credential',
					description: 'The private and public keys in the OpenPGP Key credential',
				},
				{ name: 'Pasted', value: 'pasted', description: 'Needs no credential' },
				{ name: 'Both', value: 'both' },
			],
		},
		{
			...pastedKeysField,
			displayName: 'Public Keys',
			name: 'publicKeys',
			required: true,
			description: 'One block below the other. Private keys belong in a credential, which n8n encrypts.',
			displayOptions: { show: { keySource: ['pasted', 'both'] } },
		},
	],
	hints: keyHints,
	noCredentialWhen: { keySource: ['pasted'] },
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const fields = await readFields(context, itemIndex);
		const now = new Date();
		const output: INodeExecutionData[] = [];
		for (const [source, text] of fields) {
			const isPasted = source === PASTED;
			const { keys, problems } = await (isPasted ? readPublicKeyField : readKeyBlocks)(text, source);
			// A key that is passed over could expire without anyone being warned.
			if (problems.length > 0) throw new OpenPgpError('A key cannot be read', problems.join(' '));
			for (const key of keys) {
				const facts = { ...(await keyFacts(key, now)), source };
				output.push({ json: facts as unknown as IDataObject });
			}
		}
		if (output.length > 0) return output;
		throw new OpenPgpError(
			'There is no key to inspect',
			'Paste a key here, or into the OpenPGP Key credential.',
		);
	},
};

async function readFields(context: IExecuteFunctions, itemIndex: number): Promise<Array<[string, string]>> {
	const from = context.getNodeParameter('keySource', itemIndex) as string;
	const fields: Array<[string, string]> = [];
	if (from !== 'pasted') {
		const { privateKeys = '', publicKeys = '' } = await credentialOf(context, itemIndex);
		fields.push(['Private Keys', privateKeys], ["Provider's Public Keys", publicKeys]);
	}
	if (from !== 'credential') {
		fields.push([PASTED, context.getNodeParameter('publicKeys', itemIndex) as string]);
	}
	return fields;
}
