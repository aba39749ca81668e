import type { INodeProperties } from 'n8n-workflow';

/** The warning is right beside the fields when a pair is added. */
export const passthroughOption: INodeProperties = {
	displayName: 'Pass-Through Data',
	name: 'passthrough',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add value',
	default: {},
	description: 'Returned with the file and in the event of the ReportFlow Trigger',
	options: [
		{
			displayName: 'Values',
			name: 'values',
			values: [
				{
					displayName:
						'<b>Anyone who has the PDF can read this.</b> ReportFlow writes these values into its metadata. Do not enter names, addresses or secrets; a record number is best.',
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

export const whenNamesDifferOption: INodeProperties = {
	displayName: 'If Values Are Missing or Misnamed',
	name: 'whenNamesDiffer',
	type: 'options',
	default: 'warn',
	description: 'ReportFlow prints (and bills) blank fields. So names are checked against the design first.',
	options: [
		{
			name: 'Warn',
			value: 'warn',
			description: 'In the panel and in the details of each item. If no value at all is given, stop.',
		},
		{
			name: 'Stop With an Error',
			value: 'error',
			description: 'Before anything is generated',
		},
		{ name: "Don't Check", value: 'ignore' },
	],
};

export const passcodeOption: INodeProperties = {
	displayName: 'Ask for a Passcode',
	name: 'passcodeEnabled',
	type: 'boolean',
	default: false,
	description: 'Whether people need a passcode to open the shared file',
};

export const shareOption: INodeProperties = {
	displayName: 'Share With',
	name: 'shareType',
	type: 'options',
	default: 'workspace',
	options: [
		{ name: 'The Workspace', value: 'workspace' },
		{ name: 'Invited People', value: 'invited' },
		{ name: 'Anyone With the Link', value: 'public' },
	],
};

export const waitOption: INodeProperties = {
	displayName: 'Wait at Most (Minutes)',
	name: 'minutesAtMost',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 60,
	description:
		'How long the execution may stay suspended. A later PDF is an error; it is not generated again.',
};

/** "Array of content objects (max 100)": the vendor's own node, 0.1.11. No document of the API names a number. */
export const filesPerRequestOption: INodeProperties = {
	displayName: 'PDFs per Request',
	name: 'filesPerRequest',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 100,
	description:
		'More items become several requests. ReportFlow takes 100 at most; immediate requests take about 25.',
};
