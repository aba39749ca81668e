import { createHash, type Hash } from 'crypto';
import { BrokenPackets } from './work';

/**
 * Hash algorithms of RFC 9580, section 9.5, by their number; without those that are too weak or out of use, except SHA-1,
 * which the user can allow.
 */
const hashNames: Record<number, string> = {
	2: 'sha1',
	8: 'sha256',
	9: 'sha384',
	10: 'sha512',
	12: 'sha3-256',
	14: 'sha3-512',
};
/** Common signatures share one digest. Anybody can announce very many, and each costs work on every byte. */
const DIGESTS_AT_MOST = 4;

/** Digests of streamed data; one serves all signatures of the same kind. */
export class Digests {
	private readonly hashes = new Map<string, { hash: Hash; isText: boolean }>();
	private endsWithCr = false;

	/** Starts a digest, and returns the hash to copy; undefined for an algorithm that is not accepted. */
	start(algorithm: number, isText: boolean, salt: Uint8Array): Hash | undefined {
		const name = hashNames[algorithm];
		if (name === undefined) return undefined;
		const key = `${name} ${isText} ${Buffer.from(salt).toString('hex')}`;
		const known = this.hashes.get(key);
		if (known !== undefined) return known.hash;
		if (this.hashes.size === DIGESTS_AT_MOST) throw new BrokenPackets('the signatures are of too many kinds');
		const hash = createHash(name).update(salt);
		this.hashes.set(key, { hash, isText });
		return hash;
	}

	update(piece: Buffer): void {
		const digests = [...this.hashes.values()];
		if (digests.length === 0) return;
		const text = digests.some(({ isText }) => isText) ? this.withCrLf(piece) : piece;
		for (const { hash, isText } of digests) hash.update(isText ? text : piece);
	}

	/** "line endings ... converted to <CR><LF>" (RFC 9580, section 5.2.1.2), also when a piece ends between the two. */
	private withCrLf(piece: Buffer): Buffer {
		const text = piece.toString('latin1');
		const isSecondHalf = this.endsWithCr && text.startsWith('\n');
		this.endsWithCr = text.endsWith('\r');
		const rest = isSecondHalf ? text.slice(1) : text;
		return Buffer.from((isSecondHalf ? '\n' : '') + rest.replace(/\r?\n/g, '\r\n'), 'latin1');
	}
}
