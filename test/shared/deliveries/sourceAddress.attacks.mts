import type { Attack } from '../../attacks/attack.mts';

const file = 'nodes/shared/deliveries/requestProofs.ts';

export const attacks: Attack[] = [
	{
		name: 'a genuine delivery refused for good, because its address was allowed with a typing error',
		title: 'one address with a typing error decides nothing',
		file,
		line: 'unreadableRanges.length > 0 ?',
		becomes: 'unreadableRanges.length > 9 ?',
	},
	{
		name: 'text for the log, as the address that a header names',
		title: 'what a stranger wrote as their address is not repeated in the reason',
		file,
		line: 'address !== undefined && /^[0-9a-f.:]{2,45}$/i.test(address) ?',
		becomes: 'address !== undefined ?',
	},
];
