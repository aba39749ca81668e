import type { INodeProperties } from 'n8n-workflow';

/** The same in both credentials: the rates (`facts.ts`) hold for a workspace, however one signs in. */
export const rateFields: INodeProperties[] = [
	{
		displayName: 'Immediate PDFs per Minute',
		name: 'syncPerMinute',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 30,
		description:
			'How many such requests this n8n may send. ReportFlow allows 30 for a workspace. Enter less if others use the workspace, too. In queue mode, divide by the number of workers, because each counts on its own.',
	},
	{
		displayName: 'Other Requests per Minute',
		name: 'asyncPerMinute',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 100,
		description:
			'Queued PDFs, downloads and confirmations by the trigger, together. ReportFlow allows 100 for a workspace.',
	},
];
