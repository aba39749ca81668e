import type { INodeProperties } from 'n8n-workflow';
import { reportFlow } from '../facts';

export const designField: INodeProperties = {
	displayName: 'Design',
	name: 'designId',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: '' },
	description: 'What the PDF looks like; ReportFlow also calls it a template',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchDesigns', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 0eGLPoUzbuBv5EEj' },
	],
};

export const versionFields: INodeProperties[] = [
	{
		displayName: 'Version',
		name: 'version',
		type: 'options',
		default: 'latest',
		options: [
			{
				name: 'Latest',
				value: 'latest',
				description: 'Whatever was saved last in ReportFlow when this step runs',
			},
			{ name: 'By Number', value: 'number', description: 'Always the same, also when the design is changed' },
		],
	},
	{
		displayName: 'Version Number',
		name: 'versionNumber',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 1,
		displayOptions: { show: { version: ['number'] } },
	},
];

const contentFields: INodeProperties[] = [
	{
		displayName: 'File Name',
		name: 'fileName',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. invoice-2026-001.pdf',
		description: 'Characters that ReportFlow forbids in names become underscores',
	},
	{
		displayName: 'Fill In',
		name: 'parametersBy',
		type: 'options',
		default: 'fields',
		options: [
			{ name: 'The Parameters as Fields', value: 'fields' },
			{ name: 'JSON', value: 'json', description: 'All parameters as one JSON object' },
		],
	},
	{
		displayName: 'Parameters',
		name: 'parameters',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		required: true,
		typeOptions: {
			loadOptionsDependsOn: ['designId.value', 'version', 'versionNumber'],
			resourceMapper: {
				resourceMapperMethod: 'getParameterFields',
				mode: 'add',
				fieldWords: { singular: 'parameter', plural: 'parameters' },
				valuesLabel: 'Parameters',
				addAllFields: true,
				multiKeyMatch: false,
				supportAutoMap: true,
			},
		},
		displayOptions: { show: { parametersBy: ['fields'] } },
	},
	{
		displayName: 'Parameters (JSON)',
		name: 'parametersJson',
		type: 'json',
		default: '{}',
		description: 'A table is a list of objects, one for each row',
		displayOptions: { show: { parametersBy: ['json'] } },
	},
];

/** What one adds to a passthrough pair sees this right where one types. */
const passthroughOption: INodeProperties = {
	displayName: 'Data to Get Back',
	name: 'passthrough',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add value',
	default: {},
	description: 'Comes back with the file and in the event of the ReportFlow Trigger',
	options: [
		{
			displayName: 'Values',
			name: 'values',
			values: [
				{
					displayName:
						'<b>Everybody who has the PDF can read this.</b> ReportFlow also writes these values into the metadata of the file. Put no names, addresses, tokens or other secrets here; a meaningless number of your own is best.',
					name: 'leakNotice',
					type: 'notice',
					default: '',
				},
				{ displayName: 'Name', name: 'name', type: 'string', default: '' },
				{ displayName: 'Value', name: 'value', type: 'string', default: '' },
			],
		},
	],
};

const whenNamesDifferOption: INodeProperties = {
	displayName: 'If Parameter Names Differ',
	name: 'whenNamesDiffer',
	type: 'options',
	default: 'warn',
	description:
		'ReportFlow does not complain: it prints blanks, and the pages are billed. So names are compared with the design first.',
	options: [
		{ name: 'Warn', value: 'warn', description: 'In the panel and in the details of each item' },
		{
			name: 'Stop With an Error',
			value: 'error',
			description: 'Before anything is generated; also when a parameter is missing',
		},
		{ name: 'Do Not Compare', value: 'ignore' },
	],
};

const shareOptions: INodeProperties[] = [
	{
		displayName: 'Ask for a Passcode',
		name: 'passcodeEnabled',
		type: 'boolean',
		default: false,
		description: 'Whether people need a passcode to open the shared file',
	},
	{
		displayName: 'Share With',
		name: 'shareType',
		type: 'options',
		default: 'workspace',
		options: [
			{ name: 'The Workspace', value: 'workspace' },
			{ name: 'Invited People', value: 'invited' },
			{ name: 'Everybody With the Link', value: 'public' },
		],
	},
];

const waitOption: INodeProperties = {
	displayName: 'Wait at Most (Minutes)',
	name: 'minutesAtMost',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 60,
	description:
		'How long the execution may sleep. A PDF that is later than that is an error; it is not generated again.',
};

const sizeOption: INodeProperties = {
	displayName: 'Maximum Download Size (MB)',
	name: 'megabytesAtMost',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 5000,
	description: 'What is larger, unpacked, ends with an error instead of filling the disk of n8n',
};

const filesPerRequestOption: INodeProperties = {
	displayName: 'PDFs per Request',
	name: 'filesPerRequest',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: reportFlow.filesPerRequestAtMost,
	description:
		'More items become several requests. ReportFlow takes 100 at most; immediate requests take about 25.',
};

export const outputField: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'outputBinaryPropertyName',
	type: 'string',
	default: 'data',
	required: true,
	hint: 'The name of the output field to put the file in',
};

export { sizeOption };

const whenField: INodeProperties = {
	displayName: 'Go On',
	name: 'when',
	type: 'options',
	default: 'file',
	options: [
		{
			name: 'With the File',
			value: 'file',
			description: 'The simplest way. ReportFlow gives up after two minutes.',
		},
		{
			name: 'With the File, Sleeping Meanwhile',
			value: 'sleep',
			description:
				'For large or many PDFs: n8n puts the execution aside and looks again, also after a restart. No trigger is needed.',
		},
		{
			name: 'At Once, Without the File',
			value: 'atOnce',
			description: 'The ReportFlow Trigger starts another workflow when it is there',
		},
	],
};

/** All fields of Generate, or of Generate Many. */
export const generateFields = (isMany: boolean): INodeProperties[] => [
	designField,
	...versionFields,
	...contentFields,
	whenField,
	...(isMany ? [outputFormField] : []),
	{ ...outputField, displayOptions: { hide: { when: ['atOnce'] } } },
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			passthroughOption,
			whenNamesDifferOption,
			sizeOption,
			...(isMany ? [filesPerRequestOption] : []),
			...shareOptions,
			waitOption,
		].sort((one, other) => one.displayName.localeCompare(other.displayName)),
	},
];

export const outputFormField: INodeProperties = {
	displayName: 'Output',
	name: 'form',
	type: 'options',
	default: 'items',
	options: [
		{ name: 'One Item for Each PDF', value: 'items' },
		{ name: 'The ZIP as It Comes', value: 'zip', description: 'One item for each request' },
	],
	displayOptions: { hide: { when: ['atOnce'] } },
};
