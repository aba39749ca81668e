import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a private key made without its passphrase',
		title: 'makes a pair of curve25519 whose private half is locked',
		file: 'nodes/OpenPgp/keys/keyPair.ts',
		line: '\t\tpassphrase: wish.passphrase,\n',
		becomes: '',
	},
	{
		name: 'a private key pasted where everybody who opens the workflow can read it',
		title: 'refuses a private key in a field of the node, and says what to do now',
		file: 'nodes/OpenPgp/keys/pastedPublicKeys.ts',
		line: 'if (secret === undefined) return pasted;',
		becomes: 'if (secret !== undefined || secret === undefined) return pasted;',
	},
];
