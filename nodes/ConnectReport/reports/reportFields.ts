import type { INodeProperties } from 'n8n-workflow';
import { incomingOrId } from './incomingOrId';

export const reportFields = incomingOrId({
	what: 'Report',
	idField: 'reportId',
	placeholder: 'e.g. b9e574a9-fb52-443b-a1aa-1eed82a8b1ba',
	incoming:
		'A report event of the ConnectReport Trigger: its report is looked up. Or the output of another step of this node.',
});

export const DEFAULT_MINUTES_BEFORE = 60;

export const olderOption: INodeProperties = {
	displayName: 'Maximum Report Age (Minutes)',
	name: 'minutesBefore',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: DEFAULT_MINUTES_BEFORE,
	description:
		'How much older or newer than the event its report may be. Beyond that, it is the report of another run.',
};
