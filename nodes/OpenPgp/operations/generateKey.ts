import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../shared/run/operation';
import { credentialOf } from '../keys/credential';
import { GeneratedKey, storeKeyPair } from '../keys/storeKeyPair';
import { generateFields } from '../panel/generateFields';
import { generateHints } from '../panel/generateHint';

export const generateKey: Operation = {
	value: 'generate',
	name: 'Generate',
	action: 'Generate a key pair',
	description: 'Make a key pair: the public key to send, the private key locked by your passphrase',
	output: GeneratedKey,
	fields: generateFields,
	hints: generateHints(
		'with its passphrase into the credential that decrypts: that of your provider, or OpenPGP Key',
	),
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const { passphrase } = await credentialOf(context, itemIndex);
		return await storeKeyPair(context, itemIndex, passphrase);
	},
};
