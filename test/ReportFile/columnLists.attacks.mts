import type { Attack } from '../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'the columns of a file of somebody else',
		title: 'show nobody what another user, or a live workflow, has read',
		file: 'nodes/ReportFile/panel/columnMemory.ts',
		line: 'return additionalData?.userId || undefined;',
		becomes: "return additionalData === undefined ? undefined : 'anybody';",
	},
];
