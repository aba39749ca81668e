import type { Attack } from '../../attacks/attack.mts';

const file = 'nodes/shared/deliveries/strangersBudget.ts';

export const attacks: Attack[] = [
	{
		name: 'a flood from one address that uses up the share of all strangers',
		title: 'a flood from one address leaves questions for others',
		file,
		line: '>= allowance.perSource',
		becomes: '>= Infinity',
	},
	{
		name: 'a flood from a thousand addresses',
		title: 'a flood from a thousand addresses costs the common share, and the questions under way',
		file,
		line: "lane === 'strangers' ? allowance.strangers : allowance.known",
		becomes: 'Infinity',
	},
	{
		name: 'a flood that takes the place of a sender that is known',
		title:
			'a flood from everywhere leaves questions for an address that sent a genuine delivery, and for known deliveries',
		file,
		line: 'entry.lane === lane',
		becomes: 'entry.source !== undefined',
	},
	{
		name: 'the same forged delivery again and again',
		title: 'the same question is asked once, and a definite no is remembered',
		file: 'nodes/shared/deliveries/strangers.ts',
		line: "if (answer.kind === 'rejected') {",
		becomes: "if (answer.kind === 'never') {",
	},
	{
		name: 'a flood from all addresses of one IPv6 network',
		title: 'all IPv6 addresses of one sender count as one',
		file,
		line: ".slice(0, 4).join(':')",
		becomes: ".join(':')",
	},
];
