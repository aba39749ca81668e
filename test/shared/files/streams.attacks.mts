import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a source read faster than its bytes are used',
		title: 'pulls nothing before it is read',
		file: 'nodes/shared/files/streams.ts',
		line: 'highWaterMark: 0',
		becomes: 'highWaterMark: 4',
	},
];
