import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'an ID of a callback that is a path',
		title: 'with "../../admin" as both IDs names none',
		file: 'nodes/ConnectReport/deliveries/payload.ts',
		line: '\t.refine(isId)\n',
		becomes: '',
	},
	{
		name: 'an unknown status taken for a success',
		title: 'with the status "SUCCESS" is no success',
		file: 'nodes/ConnectReport/deliveries/payload.ts',
		line: 'entry.payloadStatus === status',
		becomes: "(entry.payloadStatus === status || entry.value === 'succeeded')",
	},
];
