import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'an ID of a callback that is a path',
		title: 'names no ID when both are "../../admin"',
		file: 'nodes/ConnectReport/deliveries/payload.ts',
		line: '\t.refine(isId)\n',
		becomes: '',
	},
	{
		name: 'an unknown status taken for a success',
		title: 'is not a success with the status "SUCCESS"',
		file: 'nodes/ConnectReport/deliveries/payload.ts',
		line: 'entry.payloadStatus === status',
		becomes: "(entry.payloadStatus === status || entry.value === 'succeeded')",
	},
];
