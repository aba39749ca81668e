import { createHash, timingSafeEqual } from 'crypto';

/** Whether a decrypted proof is about this very delivery: its bytes, a digest of them, or one of its ids. */
export function isAbout(decrypted: Buffer, body: Buffer, ids: string[]): boolean {
	const digests = ['sha256', 'sha384', 'sha512'].map((name) => createHash(name).update(body).digest());
	const text = Buffer.from(decrypted.toString('utf8').trim());
	const lowered = Buffer.from(text.toString().toLowerCase());
	const candidates: Array<[Buffer, Buffer]> = [
		[decrypted, body],
		...digests.flatMap((digest): Array<[Buffer, Buffer]> => [
			[decrypted, digest],
			[lowered, Buffer.from(digest.toString('hex'))],
			[text, Buffer.from(digest.toString('base64'))],
		]),
		...ids.map((id): [Buffer, Buffer] => [lowered, Buffer.from(id.toLowerCase())]),
	];
	return candidates.some(([one, other]) => one.length === other.length && timingSafeEqual(one, other));
}
