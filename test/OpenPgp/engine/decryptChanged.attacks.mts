import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'ciphertext changed on its way',
		title: 'fails with the same text whichever bit of the encrypted data is flipped',
		file: 'nodes/OpenPgp/engine/integrityProtected.ts',
		line: ' || !timingSafeEqual(digest, code.subarray(2))',
		becomes: '',
	},
	{
		name: 'ciphertext cut off',
		title: 'never leaves a file when the change comes after the first chunks',
		file: 'nodes/OpenPgp/engine/readToTheEnd.ts',
		line: 'if (next instanceof Failure) throw describe();\n\t\t\tif (next.done) break;',
		becomes: 'if (next instanceof Failure || next.done) break;',
	},
];
