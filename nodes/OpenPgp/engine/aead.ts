import { createDecipheriv } from 'crypto';

export const TAG_BYTES = 16;

/** Decrypts one chunk; undefined when its tag is wrong. */
type Open = (key: Buffer, nonce: Buffer, ad: Buffer, chunk: Buffer, tag: Buffer) => Buffer | undefined;

export interface AeadMode {
	nonceBytes: number;
	open: Open;
}

/** RFC 9580, section 9.6. OpenSSL does not have it, so OpenPGP.js decrypts it. */
export const EAX = 1;

/** The modes that OpenSSL has, by their number in RFC 9580, section 9.6. */
export const nativeModes: Partial<Record<number, AeadMode>> = {
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
