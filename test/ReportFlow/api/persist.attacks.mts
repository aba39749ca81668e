import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a busy ReportFlow whose refusals use up the tries that a failure has',
		title: 'a refusal is not a failure: after three refusals, a failure may still be tried again',
		file: 'nodes/ReportFlow/api/persist.ts',
		line: 'return { isRefusal: true,',
		becomes: 'return { isRefusal: false,',
	},
];
