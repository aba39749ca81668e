import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'the same files in another order',
		title: 'has the same id whatever the time',
		file: 'nodes/ReportFlow/deliveries/eventId.ts',
		line: '`).sort();',
		becomes: '`);',
	},
	{
		name: "a prototype of a stranger's choice",
		title: '__proto__ is no prototype',
		file: 'nodes/shared/deliveries/payload.ts',
		line: "key === '__proto__' ? undefined : value",
		becomes: 'value',
	},
];
