import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a flood of session keys for us in a file',
		title: 'a flood of session keys that claim to be for us is refused, too',
		file: 'nodes/OpenPgp/fileWork.ts',
		line: 'PRIVATE_KEY_TRIES_AT_MOST = 64',
		becomes: 'PRIVATE_KEY_TRIES_AT_MOST = 64_000',
	},
	{
		name: 'a flood of hidden recipients that holds up the process',
		title: 'a flood of hidden session keys is refused, and lets the process do other work meanwhile',
		file: 'nodes/OpenPgp/engine/openSessionKeyPacket.ts',
		line: 'await alone(async () => await openPacket(packet, keyPacket))',
		becomes: 'await openPacket(packet, keyPacket)',
	},
	{
		name: 'hidden recipients in front of ours, so that ours is not reached',
		title: 'our session key is tried before all hidden ones when it is named',
		file: 'nodes/OpenPgp/engine/openSessionKeys.ts',
		line: '[...named, ...hidden]',
		becomes: '[...hidden, ...named]',
	},
];
