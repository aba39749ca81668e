import type { Attack } from '../../attacks/attack.mts';

export const attacks: Attack[] = [
	{
		name: 'a private key made without its passphrase',
		title: 'makes a pair of curve25519 whose private half is locked',
		file: 'nodes/OpenPgp/keys/keyPair.ts',
		line: '\t\tpassphrase: wish.passphrase,\n',
		becomes: '',
	},
];
