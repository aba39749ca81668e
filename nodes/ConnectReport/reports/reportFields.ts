import type { INodeProperties } from 'n8n-workflow';

export const reportFields: INodeProperties[] = [
	{
		displayName: 'Report',
		name: 'from',
		type: 'options',
		default: 'event',
		options: [
			{
				name: 'From the Incoming Item',
				value: 'event',
				description:
					'A report event of the ConnectReport Trigger: its report is looked up. Or the output of another step of this node.',
			},
			{ name: 'By ID', value: 'id' },
		],
	},
	{
		displayName: 'Report ID',
		name: 'reportId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. b9e574a9-fb52-443b-a1aa-1eed82a8b1ba',
		displayOptions: { show: { from: ['id'] } },
	},
];

export const DEFAULT_MINUTES_BEFORE = 60;

export const olderOption: INodeProperties = {
	displayName: 'Maximum Report Age (Minutes)',
	name: 'minutesBefore',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 60,
	description:
		'How much older or newer than the event its report may be. Beyond that, it is the report of another run.',
};
