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
	displayName: 'Fill In',
	name: 'parametersBy',
	type: 'options',
	default: 'fields',
	options: [
		{ name: 'The Parameters as Fields', value: 'fields' },
		{ name: 'JSON', value: 'json', description: 'All parameters as one JSON object' },
	],
};

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

export const returnField: INodeProperties = {
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
