import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Source } from '../files/source';

export const armoredField: INodeProperties = {
	displayName: 'Output Format',
	name: 'format',
	type: 'options',
	default: 'binary',
	options: [
		{ name: 'Binary', value: 'binary', description: 'Smaller and faster' },
		{ name: 'Armored', value: 'armored', description: 'Text, for systems that take nothing else' },
	],
	displayOptions: { show: { input: ['file'] } },
};

export const signingKeyField: INodeProperties = {
	displayName: 'Signing Key',
	name: 'signingKey',
	type: 'string',
	default: '',
	placeholder: 'e.g. 1A2B3C4D5E6F7081',
	description:
		'Fingerprint, key ID or email address of the private key to sign with. Empty takes the first one that can sign.',
};

/** Text comes out as text. */
export const isArmored = (context: IExecuteFunctions, itemIndex: number, { isText }: Source): boolean =>
	isText || context.getNodeParameter('format', itemIndex, 'binary') === 'armored';
