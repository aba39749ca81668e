import type { Attack } from '../../attacks/attack.mts';

const doors = 'nodes/OpenPgp/engine/doors.ts';

export const attacks: Attack[] = [
	{
		name: 'a file without integrity protection, to somebody who did not ask for the door',
		title: 'a file without integrity protection is refused while the option is off',
		file: doors,
		line: '\tunprotected: false,',
		becomes: '\tunprotected: true,',
	},
	{
		name: 'a changed file without integrity protection, unsigned, through the open door',
		title: 'is refused without a valid signature, even with the option on',
		file: 'nodes/OpenPgp/engine/decrypt.ts',
		line: "if (isUnprotected && facts.verdict !== 'valid') throw unprotectedUnsigned();",
		becomes: '',
	},
	{
		name: 'an old cipher through the password, to somebody who did not ask for the door',
		title: 'is not opened while the option is off',
		file: 'nodes/OpenPgp/engine/openWithPassword.ts',
		line: 'doors.oldCiphers || !isOldCipher(algorithm)',
		becomes: 'true',
	},
	{
		name: 'a signature whose SHA-1 was forged, to somebody who did not ask for the door',
		title: 'is not accepted while the option is off, but is not called wrong',
		file: doors,
		line: '\tsha1Signatures: false,',
		becomes: '\tsha1Signatures: true,',
	},
];
