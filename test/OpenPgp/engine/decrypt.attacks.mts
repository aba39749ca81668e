import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a file whose signature is wrong',
		title: 'keeps the file out of the store when it is wrong',
		file: 'nodes/OpenPgp/engine/decrypt.ts',
		line: 'if (wrong !== undefined) {',
		becomes: 'if (false as boolean) {',
	},
	{
		name: 'a file without integrity protection',
		title: 'encrypted without integrity protection',
		file: 'nodes/OpenPgp/engine/decrypt.ts',
		line: 'if (isUnprotected) checkUnprotected(ring, doors);',
		becomes: '',
	},
];
