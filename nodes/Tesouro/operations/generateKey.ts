import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { GeneratedKey, storeKeyPair } from '../../OpenPgp/keys/storeKeyPair';
import { generateFields } from '../../OpenPgp/panel/generateFields';
import { generateHints } from '../../OpenPgp/panel/generateHint';
import type { Operation } from '../../shared/run/operation';
import type { TesouroCredential } from '../api/credential';

/** RSA with 4096 bits, which Tesouro asks for: there is nothing to choose. The passphrase is that of the credential, which later opens the key. */
export const generateKey: Operation = {
	value: 'generate',
	name: 'Generate',
	action: 'Generate a key pair',
	description: 'Make the key pair that reports are encrypted to: the public key is for Tesouro',
	output: GeneratedKey,
	fields: generateFields.filter(({ name }) => name !== 'algorithm'),
	hints: generateHints('into Private Keys of the Tesouro credential'),
	async run(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
		const { passphrase } = await context.getCredentials<TesouroCredential & object>('tesouroApi', itemIndex);
		return await storeKeyPair(context, itemIndex, passphrase);
	},
};
