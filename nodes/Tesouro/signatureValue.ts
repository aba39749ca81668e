import { readArmorBlocks } from '../OpenPgp/armor';
import { readSignature, type Message, type Signature } from '../shared/vendor/openpgp';
import { tryReadMessage } from './pgpProof';

/** Real signatures take a few kilobytes; what is longer is not searched, since anybody may send it. */
const VALUE_LENGTH_AT_MOST = 64 * 1024;

export type SignatureValue =
	{ kind: 'detached'; signature: Signature } | { kind: 'message'; message: Message<Uint8Array> };

/**
 * What a header or field holds: armour (folded, escaped or on one line), or base64 of armour, of a binary signature, or
 * of a binary message; also armour without its frame. Undefined when it is nothing of OpenPGP.
 */
export async function readSignatureValue(value: string): Promise<SignatureValue | undefined> {
	if (value.length > VALUE_LENGTH_AT_MOST) return undefined;
	const [block] = readArmorBlocks(value);
	if (block !== undefined) return await readArmored(block.armor);

	const base64 = value
		.replace(/\\[rn]|\s/g, '')
		.replace(/=[A-Za-z0-9+/]{4}$/, '')
		.replace(/-/g, '+')
		.replace(/_/g, '/');
	if (!/^[A-Za-z0-9+/]{16,}={0,2}$/.test(base64)) return undefined;
	const bytes = Buffer.from(base64, 'base64');
	const [inner] = readArmorBlocks(bytes.toString('latin1'));
	return inner === undefined ? await readBinary(bytes) : await readArmored(inner.armor);
}

async function readArmored(armor: string): Promise<SignatureValue | undefined> {
	const signature = await readSignature({ armoredSignature: armor }).catch(() => undefined);
	if (signature !== undefined && signature.packets.length > 0) return { kind: 'detached', signature };
	const message = await tryReadMessage(Buffer.from(armor, 'latin1'));
	return message && { kind: 'message', message };
}

async function readBinary(bytes: Buffer): Promise<SignatureValue | undefined> {
	const signature = await readSignature({ binarySignature: new Uint8Array(bytes) }).catch(() => undefined);
	if (signature !== undefined && signature.packets.length > 0) return { kind: 'detached', signature };
	const message = await tryReadMessage(bytes);
	return message && { kind: 'message', message };
}
