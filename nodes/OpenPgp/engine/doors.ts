/**
 * What can be allowed for partners with old software. Each option weakens something, so all are off unless the user switches
 * them on, and each use gives a warning.
 */
export interface Doors {
	/** Files encrypted to a key whose flags allow signing only. */
	signOnlyKeys: boolean;
	/** Files without integrity protection, if a signature inside by a known key is valid: it also covers the content. */
	unprotected: boolean;
	/** Signatures with SHA-1, by a known key. */
	sha1Signatures: boolean;
	/** Blowfish, Twofish, Camellia. */
	oldCiphers: boolean;
}

export const closedDoors: Doors = {
	signOnlyKeys: false,
	unprotected: false,
	sha1Signatures: false,
	oldCiphers: false,
};

/** For a trial whose content is not kept. */
export const openDoors: Doors = {
	signOnlyKeys: true,
	unprotected: true,
	sha1Signatures: true,
	oldCiphers: true,
};
