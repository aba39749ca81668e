import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a new trigger that takes the subscription of another one',
		title: 'a second trigger that takes the name of a renamed one',
		file: 'nodes/Tesouro/subscriptions/owned.ts',
		line: 'nodeId: context.getNode().id,',
		becomes: "nodeId: 'any',",
	},
];
