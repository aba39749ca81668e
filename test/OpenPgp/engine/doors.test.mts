import { randomBytes } from 'node:crypto';
import { createMessage, encrypt, enums, generateSessionKey, type PrivateKey } from 'openpgp';
import { decrypt } from '../../../nodes/OpenPgp/engine/decrypt';
import { closedDoors, type Doors } from '../../../nodes/OpenPgp/engine/doors';
import { readKeyRing, type KeyRing } from '../../../nodes/OpenPgp/keys/keys';
import { fileWork } from '../../../nodes/OpenPgp/fileWork';
import { collect, once } from '../../../nodes/shared/files/streams';
import { frameSignedMessage } from '../../../tools/sandbox/Tesouro/framePackets.mts';
import { signBytes } from '../../../tools/sandbox/Tesouro/signBytes.mts';
import { encryptBytes, encryptPackets, encryptUnprotected, sealUnprotected } from '../messages.mts';
import { newKey } from '../newKey.mts';

const csv = Buffer.from('ID,AMOUNT\n1,2.00\n');
let ours: PrivateKey;
let theirs: PrivateKey;
let ring: KeyRing;

beforeAll(async () => {
	ours = await newKey('Customer');
	theirs = await newKey('Provider', { type: 'rsa', rsaBits: 2048 });
	ring = await readKeyRing({ privateKeys: ours.armor(), publicKeys: theirs.toPublic().armor() });
});

async function open(bytes: Buffer, doors: Partial<Doors> = {}) {
	const opened = await decrypt(once(bytes), ring, fileWork(), { ...closedDoors, ...doors });
	const content = await collect(opened.plaintext);
	const { verdict } = await opened.signature();
	return { content: content.toString(), verdict, warnings: opened.warnings() };
}

const signedWith = async (hash: enums.hash.sha1 | enums.hash.sha512) =>
	Buffer.from(frameSignedMessage(csv, await signBytes(csv, { key: theirs, hash })));

describe('a file without integrity protection', () => {
	it('is refused while the option is off', async () => {
		await expect(open(await encryptUnprotected(csv, ours.toPublic()))).rejects.toThrow(
			/so no one could tell whether it was changed\. It was refused/,
		);
	});

	it('is refused without a valid signature, even with the option on', async () => {
		const bytes = await encryptUnprotected(csv, ours.toPublic());
		await expect(open(bytes, { unprotected: true })).rejects.toThrow(/no valid signature by a known key/);
	});
});

it('a file without integrity protection opens with a valid signature, and that is reported', async () => {
	const bytes = await sealUnprotected(await signedWith(enums.hash.sha512), ours.toPublic());
	await expect(open(bytes)).rejects.toThrow(/without integrity protection/);
	const { content, verdict, warnings } = await open(bytes, { unprotected: true });
	expect([content, verdict]).toEqual([csv.toString(), 'valid']);
	expect(warnings.join()).toContain('without integrity protection');
});

describe('a signature with SHA-1', () => {
	it('is not accepted while the option is off, but is not called wrong', async () => {
		const bytes = await encryptPackets(await signedWith(enums.hash.sha1), ours.toPublic(), 'AES');
		await expect(open(bytes)).rejects.toThrow(/is not accepted: it uses SHA-1, which can be forged/);
	});

	it('is accepted with the option on, and that is reported', async () => {
		const bytes = await encryptPackets(await signedWith(enums.hash.sha1), ours.toPublic(), 'AES');
		const { content, verdict, warnings } = await open(bytes, { sha1Signatures: true });
		expect([content, verdict]).toEqual([csv.toString(), 'valid']);
		expect(warnings.join()).toContain('SHA-1');
	});
});

describe('a file with a password and an old cipher', () => {
	const make = async () => {
		const sessionKey = { algorithm: 'blowfish' as const, data: randomBytes(16) };
		const message = await createMessage({ binary: new Uint8Array(csv) });
		return Buffer.from(await encrypt({ message, sessionKey, passwords: 'open sesame', format: 'binary' }));
	};

	it('is not opened while the option is off', async () => {
		ring = { ...ring, messagePasswords: ['open sesame'] };
		await expect(open(await make())).rejects.toThrow(/a password and an old cipher that is not accepted/);
	});

	it('opens with the option on, and that is reported', async () => {
		ring = { ...ring, messagePasswords: ['another one', 'open sesame'] };
		const { content, warnings } = await open(await make(), { oldCiphers: true });
		expect(content).toBe(csv.toString());
		expect(warnings.join()).toContain('blowfish');
	});
});

it('nothing is reported for a file without weaknesses', async () => {
	const bytes = await encryptBytes(csv, { to: [ours.toPublic()], signedBy: [theirs] });
	expect(await open(bytes)).toEqual({ content: csv.toString(), verdict: 'valid', warnings: [] });
});

it('a file to 1,000 recipients opens', async () => {
	const sessionKey = await generateSessionKey({ encryptionKeys: ours.toPublic() });
	expect(sessionKey.algorithm).toBe('aes256');
	const many = Array.from({ length: 999 }, () => theirs.toPublic());
	const bytes = await encryptBytes(csv, { to: [...many, ours.toPublic()] });
	expect((await open(bytes)).content).toBe(csv.toString());
}, 60_000);
