import { packetType, readPacketTypes } from '../../OpenPgp/engine/packetReader';
import { readArmorBlocks } from '../../OpenPgp/keys/armor';
import { readSignature, type Signature } from '../../shared/vendor/openpgp';

/** Real signatures take a few kilobytes; what is longer is not searched, since anybody may send it. */
const VALUE_LENGTH_AT_MOST = 64 * 1024;
const SIGNATURES_AT_MOST = 16;

export type SignatureValue = { kind: 'detached'; signature: Signature } | { kind: 'message'; bytes: Buffer };

/**
 * What a header or field holds: armour (folded, escaped or on one line), or base64 of armour, of a binary signature, or
 * of a binary message; also armour without its frame. Undefined when it is nothing of OpenPGP.
 */
export async function readSignatureValue(value: string): Promise<SignatureValue | undefined> {
	if (value.length > VALUE_LENGTH_AT_MOST) return undefined;
	const armored = readArmored(value);
	if (armored !== undefined) return await readPackets(armored);

	const base64 = value
		.replace(/\\[rn]|\s/g, '')
		.replace(/=[A-Za-z0-9+/]{4}$/, '')
		.replace(/-/g, '+')
		.replace(/_/g, '/');
	if (!/^[A-Za-z0-9+/]{16,}={0,2}$/.test(base64)) return undefined;
	const bytes = Buffer.from(base64, 'base64');
	return await readPackets(readArmored(bytes.toString('latin1')) ?? bytes);
}

/** The bytes inside the first armoured block, if there is one. */
function readArmored(text: string): Buffer | undefined {
	const [block] = readArmorBlocks(text);
	return block && Buffer.from(block.armor.split('\n\n')[1]?.split('\n-----')[0] ?? '', 'base64');
}

/** Counted with our own reader first: the library takes long over what consists of very many packets. */
async function readPackets(bytes: Buffer): Promise<SignatureValue | undefined> {
	const types = await readPacketTypes(bytes);
	if (types === undefined) return undefined;
	if (types.some((type) => type !== packetType.signature)) return { kind: 'message', bytes };
	if (types.length > SIGNATURES_AT_MOST) return undefined;
	const signature = await readSignature({ binarySignature: new Uint8Array(bytes) }).catch(() => undefined);
	return signature && { kind: 'detached', signature };
}
