import type { INodeProperties } from 'n8n-workflow';
import { closedDoors, type Doors } from '../engine/doors';
import { OpenPgpError } from '../openPgpError';

const sha1 = {
	name: 'SHA-1 Signatures',
	value: 'sha1Signatures',
	description: 'Risk: anyone who can forge SHA-1 can sign as your partner. Only for keys in the credential.',
};

const options = [
	{
		name: 'Files to Sign-Only Keys',
		value: 'signOnlyKeys',
		description:
			'Cost: one key does two jobs, which weakens both. For senders who take the wrong part of your key.',
	},
	{
		name: 'No Integrity Protection, If Signed',
		value: 'unprotected',
		description:
			'Cost: only the signature shows a change. Opened only with a valid signature by a key in the credential; up to 64 MB.',
	},
	{
		name: 'Old Ciphers (Blowfish, Twofish, Camellia)',
		value: 'oldCiphers',
		description: 'Cost: hardly anyone has examined them in years',
	},
	sha1,
];

/** As the list of Compatibility calls them. */
export const doorNames = Object.fromEntries(options.map(({ name, value }) => [value, name])) as Record<
	keyof Doors,
	string
>;

const field = {
	displayName: 'Compatibility',
	name: 'compatibility',
	type: 'multiOptions' as const,
	default: [],
};

/** For old partners; nothing is on unless it is chosen here, and each use is told in `openPgp.warnings`. */
export const decryptCompatibility: INodeProperties = {
	...field,
	options,
	description: 'What to accept from old partners although it is weak. Each use is reported in the warnings.',
};
export const verifyCompatibility: INodeProperties = {
	...field,
	options: [sha1],
	description: 'What to accept from old partners although it is weak',
};

/** An expression can make anything of the list: what it does not name stays closed. */
export function readDoors(chosen: unknown): Doors {
	const doors = { ...closedDoors };
	if (chosen === undefined || chosen === '') return doors;
	const names: unknown[] = Array.isArray(chosen) ? chosen : [chosen];
	for (const name of names) {
		if (typeof name !== 'string' || !Object.hasOwn(doors, name)) {
			throw new OpenPgpError(
				`"Compatibility" has no option ${JSON.stringify(name)}`,
				'Choose from its list.',
			);
		}
		doors[name as keyof Doors] = true;
	}
	return doors;
}
