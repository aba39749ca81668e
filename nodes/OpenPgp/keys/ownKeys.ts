import type { Key } from '../../shared/vendor/openpgp';
import { shortName } from './shortName';

/** One text for each of our own keys that stands among the provider's, and what follows if there is no other key. */
export function ownKeyNotes(theirs: Key[], ours: Key[]): string[] {
	const fingerprints = new Set(ours.map((key) => key.getFingerprint()));
	const own = theirs.filter((key) => fingerprints.has(key.getFingerprint()));
	const notes = own.map(
		(key) =>
			`Key ${shortName(key)} under "Provider's Public Keys" is your own key. It cannot verify what a provider signs: paste the provider's key here, and send the public half of this one to the provider.`,
	);
	return own.length > 0 && own.length === theirs.length ? [...notes, NO_OTHER_KEY] : notes;
}

const NO_OTHER_KEY =
	"There is no other key, so no provider's signature can be verified: deliveries and files that must be signed are refused until you paste the provider's key.";

interface OwnKeys {
	decryptionKeys: Key[];
	locked: Array<{ key: Key }>;
}

/** All private keys of a key ring, whether they open or not. */
export const ownKeysOf = ({ decryptionKeys, locked }: OwnKeys): Key[] => [
	...decryptionKeys,
	...locked.map(({ key }) => key),
];
