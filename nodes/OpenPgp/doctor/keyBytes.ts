import { enums, readKeys, readSignature, type Key } from '../../shared/vendor/openpgp';
import { failureOf, Failure } from '../failure';
import { openPgpConfig } from '../openPgpConfig';
import { firstPacketOf } from './firstPacket';

/** The content of a block: keys, or why there are none, as the end of a sentence such as "It ...". */
export type KeyBytes = { keys: Key[] } | { refused: string; remedy: string };

const SIGNATURE = 2;
const keyPackets = [5, 6, 7, 14];

/** Reads the keys of a binary export, or says what else it is. */
export async function readKeyBytes(bytes: Uint8Array): Promise<KeyBytes> {
	const read = await readKeys({ binaryKeys: new Uint8Array(bytes), config: openPgpConfig }).catch(failureOf);
	if (!(read instanceof Failure) && read.length > 0) return { keys: read };
	return await nameOther(bytes);
}

async function nameOther(bytes: Uint8Array): Promise<KeyBytes> {
	const first = firstPacketOf(bytes);
	if (first?.type === SIGNATURE) return await nameSignature(bytes);
	if (first !== undefined && keyPackets.includes(first.type) && first.version !== 4 && first.version !== 6) {
		return first.version <= 3
			? {
					refused: `is a key of version ${first.version} (PGP 2.6), which is not read any more`,
					remedy: 'Ask its owner for a new key; gpg does not read it either.',
				}
			: {
					refused: `is a key of version ${first.version}, which only few programs read`,
					remedy: 'Ask its owner for a key of version 4 (in gpg 2.4: --compliance=openpgp when it is made).',
				};
	}
	if (first !== undefined && !keyPackets.includes(first.type)) {
		return {
			refused: 'is a message, not a key',
			remedy: 'Paste the block that begins with -----BEGIN PGP PUBLIC KEY BLOCK or PRIVATE KEY BLOCK.',
		};
	}
	return {
		refused: 'cannot be read as a key: a part is missing or was changed',
		remedy: 'Copy it again, whole, from the file that it was exported to.',
	};
}

async function nameSignature(bytes: Uint8Array): Promise<KeyBytes> {
	const read = await readSignature({ binarySignature: new Uint8Array(bytes), config: openPgpConfig }).catch(
		failureOf,
	);
	const type = read instanceof Failure ? undefined : read.packets[0]?.signatureType;
	const isRevocation = type === enums.signature.keyRevocation || type === enums.signature.subkeyRevocation;
	return isRevocation
		? {
				refused: 'is a revocation certificate, which declares a key invalid, and not a key',
				remedy:
					'Do not publish it, and keep it in a safe place. Paste the export of the key: gpg --armor --export (public) or --export-secret-keys (private).',
			}
		: {
				refused: 'is a signature, not a key',
				remedy: 'Paste the export of the key: gpg --armor --export.',
			};
}
