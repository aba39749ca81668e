import { createCipheriv, createDecipheriv, timingSafeEqual } from 'crypto';

export const TAG_BYTES = 16;
const BLOCK_BYTES = 16;

/** Decrypts one chunk; undefined when its tag is wrong. */
type Open = (key: Buffer, nonce: Buffer, ad: Buffer, chunk: Buffer, tag: Buffer) => Buffer | undefined;

export interface AeadMode {
	nonceBytes: number;
	open: Open;
}

/** Modes of RFC 9580, section 9.6, by their number. */
export const aeadModes: Partial<Record<number, AeadMode>> = {
	1: { nonceBytes: 16, open: openEax },
	2: { nonceBytes: 15, open: native('ocb') },
	3: { nonceBytes: 12, open: native('gcm') },
};

const bitsOf = (key: Buffer) => key.length * 8;

function native(mode: 'ocb' | 'gcm'): Open {
	return (key, nonce, ad, chunk, tag) => {
		const name = `aes-${bitsOf(key)}-${mode}` as 'aes-256-gcm';
		const decipher = createDecipheriv(name, key, nonce, { authTagLength: TAG_BYTES });
		decipher.setAAD(ad);
		decipher.setAuthTag(tag);
		try {
			return Buffer.concat([decipher.update(chunk), decipher.final()]);
		} catch {
			return undefined;
		}
	};
}

/**
 * EAX (RFC 9580, section 5.13.4; Bellare, Rogaway, Wagner, 2003): OpenSSL does not have it, so it is put together from AES
 * in CTR mode and CMAC, as its authors describe it.
 */
function openEax(key: Buffer, nonce: Buffer, ad: Buffer, chunk: Buffer, tag: Buffer): Buffer | undefined {
	const start = omac(key, 0, nonce);
	const sum = [omac(key, 1, ad), omac(key, 2, chunk)].reduce((all, one) => xor(all, one), start);
	if (!timingSafeEqual(sum, tag)) return undefined;
	return createDecipheriv(`aes-${bitsOf(key)}-ctr`, key, start).update(chunk);
}

/** CMAC (NIST SP 800-38B) over a block that holds the number, then the data. */
function omac(key: Buffer, number: number, data: Buffer): Buffer {
	const first = Buffer.alloc(BLOCK_BYTES);
	first[BLOCK_BYTES - 1] = number;
	const message = Buffer.concat([first, data]);
	const lastStart = (Math.ceil(message.length / BLOCK_BYTES) - 1) * BLOCK_BYTES;
	const isWhole = message.length % BLOCK_BYTES === 0;
	const subkey = double(cbc(key, Buffer.alloc(BLOCK_BYTES)));
	const last = Buffer.alloc(BLOCK_BYTES);
	message.copy(last, 0, lastStart);
	if (!isWhole) last[message.length - lastStart] = 0x80;
	const closing = xor(last, isWhole ? subkey : double(subkey));
	return cbc(key, Buffer.concat([message.subarray(0, lastStart), closing])).subarray(-BLOCK_BYTES);
}

function cbc(key: Buffer, blocks: Buffer): Buffer {
	const cipher = createCipheriv(`aes-${bitsOf(key)}-cbc`, key, Buffer.alloc(BLOCK_BYTES));
	return cipher.setAutoPadding(false).update(blocks);
}

/** Times x in the field of 2 to the power of 128. */
function double(block: Buffer): Buffer {
	const carry = block[0]! >> 7;
	const doubled = block.map((octet, index) => (octet << 1) | ((block[index + 1] ?? 0) >> 7));
	doubled[BLOCK_BYTES - 1]! ^= carry * 0x87;
	return Buffer.from(doubled);
}

const xor = (one: Buffer, other: Buffer) => Buffer.from(one.map((octet, index) => octet ^ other[index]!));
