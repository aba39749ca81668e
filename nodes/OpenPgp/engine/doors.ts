/**
 * What is opened for old partners and closed for everybody else. Each makes something weaker, so none is ever open unless
 * the user of the node has opened it, and each use is told in the warnings.
 */
export interface Doors {
	/** A file that is encrypted to a key whose flags allow signing only. */
	signOnlyKeys: boolean;
	/** No integrity protection, when a signature by a known key inside is valid: that covers the content as well. */
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
