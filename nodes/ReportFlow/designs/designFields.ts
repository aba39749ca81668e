import type { INodeProperties } from 'n8n-workflow';

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
				description: 'The version saved last in ReportFlow when this step runs',
			},
			{ name: 'By Number', value: 'number', description: 'Always the same, even when the design is changed' },
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
