import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a new trigger that takes the subscription of another one',
		title: 'a second trigger that gets the name of a renamed one does not take its subscription',
		file: 'nodes/Tesouro/subscriptions/owned.ts',
		line: 'nodeId: context.getNode().id,',
		becomes: "nodeId: 'any',",
	},
];
