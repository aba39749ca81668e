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
			'How many such requests this n8n may send. ReportFlow publishes 30 for a workspace: take less when others use it, too, and divide by the number of workers in queue mode, since each counts for itself.',
	},
	{
		displayName: 'Other Requests per Minute',
		name: 'asyncPerMinute',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 100,
		description:
			'Queued PDFs, downloads and what the trigger confirms, together. ReportFlow publishes 100 for a workspace.',
	},
];
