import type { INodeProperties } from 'n8n-workflow';
import { inputFileField, outputFileField } from '../../shared/run/commonFields';

/** A file or a text: the first field of every operation on files. */
export const inputField: INodeProperties = {
	displayName: 'Input',
	name: 'input',
	type: 'options',
	default: 'file',
	options: [
		{ name: 'File', value: 'file', description: 'A binary field of the item, of any size' },
		{ name: 'Text', value: 'text', description: 'Text in, text out' },
	],
};

export const binaryField: INodeProperties = {
	...inputFileField,
	displayOptions: { show: { input: ['file'] } },
};

export const textField: INodeProperties = {
	displayName: 'Text',
	name: 'text',
	type: 'string',
	typeOptions: { rows: 5 },
	default: '',
	required: true,
	displayOptions: { show: { input: ['text'] } },
};

export const outputField: INodeProperties = {
	...outputFileField,
	displayOptions: { show: { input: ['file'] } },
};

/** Whether keys come from the credential. To be spread into a field with its own label and `options`. */
export const keySourceField = {
	name: 'keySource',
	type: 'options',
	default: 'credential',
} satisfies Partial<INodeProperties>;

/** Public keys pasted into the node. */
export const pastedKeysField = {
	type: 'string',
	typeOptions: { rows: 5 },
	default: '',
	placeholder: '-----BEGIN PGP PUBLIC KEY BLOCK-----',
} satisfies Partial<INodeProperties>;

/** The three fields that say where a file or text comes from. */
export const sourceFields = [inputField, binaryField, textField];
