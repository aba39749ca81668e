import type { INodeProperties } from 'n8n-workflow';

/** What one adds to a passthrough pair sees this right where one types. */
export const passthroughOption: INodeProperties = {
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

export const whenNamesDifferOption: INodeProperties = {
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
		{ name: 'Everybody With the Link', value: 'public' },
	],
};

export const waitOption: INodeProperties = {
	displayName: 'Wait at Most (Minutes)',
	name: 'minutesAtMost',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 60,
	description:
		'How long the execution may sleep. A PDF that is later than that is an error; it is not generated again.',
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
