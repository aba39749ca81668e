import type { INodeProperties } from 'n8n-workflow';
import { designField, versionFields } from '../designs/designFields';
import { sizeOption } from '../download/outputFields';
import {
	filesPerRequestOption,
	passcodeOption,
	passthroughOption,
	shareOption,
	waitOption,
	whenNamesDifferOption,
} from './optionFields';
import { optionsField, outputFileField } from '../../shared/run/commonFields';

export const parametersByField: INodeProperties = {
	displayName: 'Values',
	name: 'parametersBy',
	type: 'options',
	default: 'fields',
	options: [
		{ name: 'Fields', value: 'fields', description: 'A field for each parameter of the design' },
		{ name: 'JSON', value: 'json', description: 'All parameters as one JSON object' },
	],
};

/** Before a design is chosen, n8n would say in red that it has no parameters. */
const whereFieldsAreShown = { show: { parametersBy: ['fields'] }, hide: { designId: [''] } };

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
	parametersByField,
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
		displayOptions: whereFieldsAreShown,
	},
	{
		// n8n's mapper cuts long names of its fields, and has no place for an example in one (MappingFields of n8n-editor-ui 2.41).
		displayName:
			'A table takes a list with an object for each row, for example [{"item": "Tea", "quantity": 2}].',
		name: 'tableNotice',
		type: 'notice',
		default: '',
		displayOptions: whereFieldsAreShown,
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

export const returnField: INodeProperties = {
	displayName: 'Continue',
	name: 'when',
	type: 'options',
	default: 'file',
	options: [
		{
			name: 'When the PDF Is Ready',
			value: 'file',
			description: 'The simplest choice. ReportFlow gives up after two minutes.',
		},
		{
			name: 'When the PDF Is Ready (Background)',
			value: 'sleep',
			description:
				'For large or many PDFs: n8n suspends the execution and checks again, also after a restart',
		},
		{
			name: 'Immediately, Without the PDF',
			value: 'atOnce',
			description: 'A ReportFlow Trigger starts another workflow when the PDF is ready',
		},
	],
};

export const outputFormField: INodeProperties = {
	displayName: 'Output',
	name: 'form',
	type: 'options',
	default: 'items',
	options: [
		{ name: 'One Item per PDF', value: 'items' },
		{ name: 'ZIP', value: 'zip', description: 'One item per request, with the ZIP as ReportFlow sends it' },
	],
	displayOptions: { hide: { when: ['atOnce'] } },
};

/** The fields that both operations share, with what Generate Many has beside them. */
const fieldsWith = (more: { fields: INodeProperties[]; options: INodeProperties[] }): INodeProperties[] => [
	designField,
	...versionFields,
	...contentFields,
	returnField,
	...more.fields,
	{ ...outputFileField, displayOptions: { hide: { when: ['atOnce'] } } },
	{
		...optionsField,
		options: [
			passthroughOption,
			whenNamesDifferOption,
			sizeOption,
			...more.options,
			shareOption,
			passcodeOption,
			waitOption,
		].sort((one, other) => one.displayName.localeCompare(other.displayName)),
	},
];

export const generateFields = fieldsWith({ fields: [], options: [] });
export const generateManyFields = fieldsWith({
	fields: [outputFormField],
	options: [filesPerRequestOption],
});
