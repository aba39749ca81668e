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
		title: 'sets no prototype: __proto__',
		file: 'nodes/shared/deliveries/payload.ts',
		line: "key === '__proto__' ? undefined : value",
		becomes: 'value',
	},
];
