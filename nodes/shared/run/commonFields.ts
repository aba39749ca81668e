import type { INodeProperties } from 'n8n-workflow';

// Fields that n8n's users know from every node, in n8n's own words.

/** To be spread into a field with its own `options`. */
export const optionsField = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
} satisfies INodeProperties;

/** To be spread into a field with its own `options`. */
export const filtersField = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
} satisfies INodeProperties;

export const inputFileField: INodeProperties = {
	displayName: 'Input Binary Field',
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	required: true,
	hint: 'The name of the input field that holds the file',
};

export const outputFileField: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'outputBinaryPropertyName',
	type: 'string',
	default: 'data',
	required: true,
	hint: 'The name of the output field to put the file in',
};

/** To be spread into an option with its own label, and read with `bytesOf`. */
export const downloadSizeOption = {
	name: 'megabytesAtMost',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 5000,
	description: 'Stop with an error above this size',
} satisfies Partial<INodeProperties>;

export const returnAllFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];
