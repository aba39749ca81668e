import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'megabytes of JSON that nobody vouches for',
		title: 'more than 1 MB is not read for a stranger',
		file: 'nodes/shared/deliveries/proof.ts',
		line: 'proof.content.length <= STRANGER_BYTES_AT_MOST',
		becomes: 'proof.content.length <= 16 * STRANGER_BYTES_AT_MOST',
	},
	{
		name: 'megabytes of JSON where the API alone confirms',
		title: 'more than 1 MB is not read if the API alone confirms',
		file: 'nodes/shared/deliveries/requestProofs.ts',
		line: "some((proof) => proof !== 'api')",
		becomes: 'some(() => true)',
	},
];
