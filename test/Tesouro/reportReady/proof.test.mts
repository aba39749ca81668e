import { createHash } from 'node:crypto';
import {
	createCleartextMessage,
	createMessage,
	encrypt,
	enums,
	generateKey,
	PacketList,
	readPrivateKey,
	sign,
	SignaturePacket,
	type PrivateKey,
} from 'openpgp';
import { readKeyRing } from '../../../nodes/OpenPgp/keys/keys';
import { toDelivery } from '../../../nodes/shared/deliveries/delivery';
import { tesouro } from '../../../nodes/Tesouro/facts';
import type { ProofRules } from '../../../nodes/Tesouro/reportReady/proof';
import { weigh } from '../../../nodes/Tesouro/reportReady/prove';
import { readProof } from '../../../nodes/Tesouro/reportReady/readProof';

const receivedAt = new Date();
const body = Buffer.from(
	'{\r\n "requestId": "03635182-bdb5-41cc-8bda-1fbbaf444476", "fileUrl": "https://download.tesouro.com/r.gpg", "note": "Größe ✓" }\n',
);

let provider: PrivateKey;
let nextProvider: PrivateKey;
let stranger: PrivateKey;
let ours: PrivateKey;
let rules: ProofRules;

/** Made when the deliveries arrive, however long it takes to make it: a key may not be younger than what it signs. */
async function newKey(name: string) {
	const { privateKey } = await generateKey({ userIDs: [{ name }], date: receivedAt, format: 'armored' });
	return await readPrivateKey({ armoredKey: privateKey });
}

beforeAll(async () => {
	[provider, nextProvider, stranger, ours] = (await Promise.all(
		['Tesouro', 'Tesouro next', 'Stranger', 'Customer'].map(newKey),
	)) as [PrivateKey, PrivateKey, PrivateKey, PrivateKey];
	rules = {
		ring: await readKeyRing({
			privateKeys: ours.armor(),
			publicKeys: `${provider.toPublic().armor()}\n${nextProvider.toPublic().armor()}`,
		}),
		signatureHeaders: tesouro.signatureHeaders,
		maxAgeMs: 72 * 3_600_000,
	};
});

const detached = async (
	by: PrivateKey,
	content: Buffer,
	options: { date?: Date; hash?: enums.hash; armored?: boolean } = {},
) => {
	const signature = await sign({
		message: await createMessage({ binary: new Uint8Array(content) }),
		signingKeys: by,
		detached: true,
		format: 'armored',
		date: options.date ?? receivedAt,
		config: options.hash === undefined ? {} : { preferredHashAlgorithm: options.hash },
	});
	return signature as string;
};

const base64Of = (armor: string) =>
	armor
		.split('\n')
		.filter((line) => line !== '' && !line.startsWith('-') && !line.startsWith('='))
		.join('')
		.replace(/\r/g, '');

const proofOf = async (headers: Record<string, string>, content: Buffer = body, given: ProofRules = rules) =>
	await readProof(toDelivery(content, headers, receivedAt), given);

describe('a detached signature in a header', () => {
	it.each(tesouro.signatureHeaders)('is found in %s', async (header) => {
		const proof = await proofOf({ [header.toUpperCase()]: base64Of(await detached(provider, body)) });
		expect(proof).toMatchObject({
			kind: 'valid',
			method: 'openpgp-header',
			signer: { fingerprint: provider.getFingerprint().toUpperCase(), userId: 'Tesouro' },
		});
		expect(proof.content).toEqual(body);
	});

	it.each<[string, (armor: string) => string]>([
		['base64 of the binary signature', base64Of],
		['base64 of the armoured signature', (armor) => Buffer.from(armor).toString('base64')],
		['armour with escaped line ends', (armor) => armor.replace(/\r?\n/g, '\\n')],
		['armour folded into one line', (armor) => armor.replace(/\r?\n/g, ' ')],
		[
			'base64 without padding, URL-safe',
			(armor) => base64Of(armor).replace(/=+$/, '').replace(/\+/g, '-').replace(/\//g, '_'),
		],
	])('is read as %s', async (_, write) => {
		const proof = await proofOf({ 'x-signature': write(await detached(provider, body)) });
		expect(proof.kind).toBe('valid');
	});

	it('is accepted from the second of two keys, as during a rotation', async () => {
		const proof = await proofOf({ signature: await detached(nextProvider, body).then(base64Of) });
		expect(proof).toMatchObject({ kind: 'valid', signer: { userId: 'Tesouro next' } });
	});

	it('proves nothing when a stranger made it', async () => {
		const proof = await proofOf({ signature: base64Of(await detached(stranger, body)) });
		expect(proof.kind).toBe('absent');
	});

	it('is invalid over other bytes', async () => {
		const flipped = Buffer.from(body);
		flipped[20]! ^= 1;
		expect((await proofOf({ signature: base64Of(await detached(provider, body)) }, flipped)).kind).toBe(
			'invalid',
		);
	});

	it('is invalid over the same JSON written in another way', async () => {
		const rewritten = Buffer.from(JSON.stringify(JSON.parse(body.toString())));
		expect((await proofOf({ signature: base64Of(await detached(provider, body)) }, rewritten)).kind).toBe(
			'invalid',
		);
	});

	it('covers bytes that are not UTF-8', async () => {
		const bytes = Buffer.concat([body, Buffer.from([0xff, 0xfe, 0x00])]);
		expect((await proofOf({ signature: base64Of(await detached(provider, bytes)) }, bytes)).kind).toBe(
			'valid',
		);
	});

	it.each([
		['four minutes ahead passes, since clocks differ', 4 * 60_000, 'valid'],
		['ten minutes ahead is ahead of our clock', 10 * 60_000, 'ahead'],
		['71 hours ago passes', -71 * 3_600_000, 'valid'],
		['73 hours ago is invalid', -73 * 3_600_000, 'invalid'],
	])('made %s', async (_, offset, expected) => {
		// The key must be older than the signature, so it is made for this case.
		const { privateKey } = await generateKey({
			userIDs: [{ name: 'Old' }],
			date: new Date(receivedAt.getTime() - 100 * 3_600_000),
			format: 'armored',
		});
		const old = await readPrivateKey({ armoredKey: privateKey });
		const ring = await readKeyRing({ publicKeys: old.toPublic().armor() });
		const signature = await detached(old, body, { date: new Date(receivedAt.getTime() + offset) });
		const { kind } = await proofOf({ signature: base64Of(signature) }, body, { ...rules, ring });
		expect(kind).toBe(expected);
	});

	it('is invalid with a wrong signature beside a right one', async () => {
		const proof = await proofOf({
			signature: base64Of(await detached(provider, body)),
			'x-signature': base64Of(await detached(provider, Buffer.from('other'))),
		});
		expect(proof.kind).toBe('invalid');
	});

	it('is invalid when made ahead of our clock over other bytes: only a correct one is worth another try', async () => {
		const date = new Date(receivedAt.getTime() + 10 * 60_000);
		const ahead = base64Of(await detached(provider, body, { date }));
		expect((await proofOf({ signature: ahead })).kind).toBe('ahead');
		const wrong = base64Of(await detached(provider, Buffer.from('other'), { date }));
		expect((await proofOf({ signature: wrong })).kind).toBe('invalid');
		expect((await proofOf({ signature: ahead, 'x-signature': wrong })).kind).toBe('invalid');
	});

	it.each([
		'',
		'x',
		'sha256=abcdef',
		't=1700000000,v1=ABCDEF',
		'!!!!',
		'A'.repeat(100),
		'-----BEGIN PGP SIGNATURE-----',
	])('proves nothing when it is not OpenPGP data (%p)', async (value) => {
		expect((await proofOf({ signature: value })).kind).toBe('absent');
	});

	it('is looked for only where the user chose', async () => {
		const signature = base64Of(await detached(provider, body));
		const given = { ...rules, signatureHeaders: ['x-my-signature'] };
		expect((await proofOf({ signature }, body, given)).kind).toBe('absent');
		expect((await proofOf({ 'x-my-signature': signature }, body, given)).kind).toBe('valid');
	});
});

describe('a body that is itself OpenPGP', () => {
	const message = async (by: PrivateKey | undefined, to: PrivateKey | undefined) => {
		const content = await createMessage({ binary: new Uint8Array(body) });
		if (to === undefined) return String(await sign({ message: content, signingKeys: by! }));
		return String(
			await encrypt({
				message: content,
				encryptionKeys: to.toPublic(),
				...(by && { signingKeys: by }),
			}),
		);
	};

	it('is read when it is signed', async () => {
		const proof = await proofOf({}, Buffer.from(await message(provider, undefined)));
		expect(proof).toMatchObject({ kind: 'valid', method: 'openpgp-message' });
		expect(proof.content).toEqual(body);
	});

	it('is valid when signed and encrypted to us, and weak when only encrypted', async () => {
		expect((await proofOf({}, Buffer.from(await message(provider, ours)))).kind).toBe('valid');
		const weak = await proofOf({}, Buffer.from(await message(undefined, ours)));
		expect(weak.kind).toBe('weak');
		expect(weak.content).toEqual(body);
	});

	it('proves nothing when signed by a stranger or encrypted to somebody else', async () => {
		expect((await proofOf({}, Buffer.from(await message(stranger, undefined)))).kind).toBe('absent');
		expect((await proofOf({}, Buffer.from(await message(provider, stranger)))).kind).toBe('absent');
	});

	it('is read when cleartext-signed, and invalid when changed', async () => {
		const text = '{"requestId":"r","fileUrl":"https://download.tesouro.com/r.gpg"}';
		const signed = String(
			await sign({ message: await createCleartextMessage({ text }), signingKeys: provider }),
		);
		const proof = await proofOf({}, Buffer.from(signed));
		expect(proof).toMatchObject({ kind: 'valid', method: 'openpgp-cleartext' });
		expect(proof.content.toString()).toBe(text);
		expect((await proofOf({}, Buffer.from(signed.replace('"r"', '"x"')))).kind).toBe('invalid');
	});
});

describe('a field of the JSON', () => {
	const withField = (field: string, value: string, rest: object = { requestId: 'outside' }) =>
		Buffer.from(JSON.stringify({ ...rest, [field]: value }));

	it.each(tesouro.signatureFields)(
		'is read when %s is a signed message: only the content of the message counts',
		async (field) => {
			const inside = '{"requestId":"inside","fileUrl":"https://download.tesouro.com/r.gpg"}';
			const signed = String(
				await sign({ message: await createMessage({ text: inside }), signingKeys: provider }),
			);
			const proof = await proofOf({}, withField(field, signed));
			expect(proof).toMatchObject({ kind: 'valid', method: 'openpgp-field' });
			expect(proof.content.toString()).toBe(inside);
		},
	);

	it('proves nothing with a detached signature, since the signed bytes cannot be recovered', async () => {
		expect((await proofOf({}, withField('signature', await detached(provider, body)))).kind).toBe('absent');
	});

	it('proves nothing with a signed message without a payload', async () => {
		const signed = String(
			await sign({ message: await createMessage({ text: 'hi' }), signingKeys: provider }),
		);
		expect((await proofOf({}, withField('signature', signed))).kind).toBe('absent');
	});
});

describe('a proof encrypted to us in a header', () => {
	const encryptedTo = async (to: PrivateKey, content: Buffer, by?: PrivateKey) =>
		String(
			await encrypt({
				message: await createMessage({ binary: new Uint8Array(content) }),
				encryptionKeys: to.toPublic(),
				...(by && { signingKeys: by }),
			}),
		);
	const digest = (name: string) => createHash(name).update(body).digest();

	it.each<[string, () => Buffer]>([
		['the body', () => body],
		['its SHA-256', () => digest('sha256')],
		['its SHA-512 in capital hexadecimal', () => Buffer.from(digest('sha512').toString('hex').toUpperCase())],
		['its SHA-384 in base64', () => Buffer.from(digest('sha384').toString('base64'))],
		['the request id', () => Buffer.from('03635182-BDB5-41cc-8bda-1fbbaf444476\n')],
	])('is weak when it contains %s', async (_, content) => {
		const proof = await proofOf({ signature: base64Of(await encryptedTo(ours, content())) });
		expect(proof.kind).toBe('weak');
		expect(proof.content).toEqual(body);
	});

	it('is invalid when it belongs to another delivery, even when it is signed', async () => {
		const other = Buffer.from('another body');
		expect((await proofOf({ signature: base64Of(await encryptedTo(ours, other)) })).kind).toBe('invalid');
		expect((await proofOf({ signature: base64Of(await encryptedTo(ours, other, provider)) })).kind).toBe(
			'invalid',
		);
	});

	it('is valid when the provider also signed it', async () => {
		expect((await proofOf({ signature: base64Of(await encryptedTo(ours, body, provider)) })).kind).toBe(
			'valid',
		);
	});
});

describe('multipart/signed', () => {
	const multipart = (signed: string, signature: string, lineEnd = '\r\n') => ({
		headers: {
			'content-type':
				'multipart/signed; boundary="b42"; micalg=pgp-sha512; protocol="application/pgp-signature"',
		},
		body: Buffer.from(
			[
				`--b42`,
				signed,
				`--b42`,
				'Content-Type: application/pgp-signature',
				'',
				signature,
				`--b42--`,
				'',
			].join(lineEnd),
		),
	});
	const part = [
		'Content-Type: application/json',
		'',
		'{"requestId":"r","fileUrl":"https://download.tesouro.com/r.gpg"}',
	].join('\r\n');

	it('is valid over the exact bytes of the first part; its content is read', async () => {
		const { headers, body: content } = multipart(part, await detached(provider, Buffer.from(part)));
		const proof = await proofOf(headers, content);
		expect(proof).toMatchObject({ kind: 'valid', method: 'openpgp-multipart' });
		expect(JSON.parse(proof.content.toString())).toMatchObject({ requestId: 'r' });
	});

	it('decodes a base64 part', async () => {
		const encoded = ['Content-Transfer-Encoding: base64', '', Buffer.from('{"a":1}').toString('base64')].join(
			'\r\n',
		);
		const { headers, body: content } = multipart(encoded, await detached(provider, Buffer.from(encoded)));
		expect((await proofOf(headers, content)).content.toString()).toBe('{"a":1}');
	});

	it('is invalid when any byte of the first part was changed, headers included', async () => {
		const signature = await detached(provider, Buffer.from(part));
		const changed = multipart(part.replace('application/json', 'application/JSON'), signature);
		expect((await proofOf(changed.headers, changed.body)).kind).toBe('invalid');
	});

	it('is invalid without its second part', async () => {
		const { headers } = multipart(part, '');
		expect((await proofOf(headers, Buffer.from(`--b42\r\n${part}\r\n--b42--\r\n`))).kind).toBe('invalid');
	});
});

describe('signatures with broken hash functions', () => {
	let rsa: PrivateKey;
	let rsaRules: ProofRules;

	beforeAll(async () => {
		const made = await generateKey({
			type: 'rsa',
			rsaBits: 2048,
			userIDs: [{ name: 'RSA' }],
			date: receivedAt,
			format: 'object',
		});
		rsa = made.privateKey;
		rsaRules = { ...rules, ring: await readKeyRing({ publicKeys: made.publicKey.armor() }) };
	});

	it.each([
		['SHA-1', enums.hash.sha1],
		['MD5', enums.hash.md5],
	])('%s are refused', async (_, hash) => {
		const proof = await proofOf({ signature: await signWithHash(rsa, hash) }, body, rsaRules);
		expect(proof.kind).toBe('invalid');
	});

	it('are the only reason: the same with SHA-512 is accepted', async () => {
		expect((await proofOf({ signature: await signWithHash(provider, enums.hash.sha512) })).kind).toBe(
			'valid',
		);
	});

	/** A signature packet by hand, because the library does not sign with these functions. */
	async function signWithHash(key: PrivateKey, hash: enums.hash): Promise<string> {
		const packet = new SignaturePacket();
		const { keyPacket } = await key.getSigningKey();
		Object.assign(packet, {
			signatureType: enums.signature.binary,
			publicKeyAlgorithm: keyPacket.algorithm,
			hashAlgorithm: hash,
		});
		const literal = (await createMessage({ binary: new Uint8Array(body) })).packets[0];
		await (packet as unknown as Signer).sign(keyPacket, literal, new Date(), true, {
			nonDeterministicSignaturesViaNotation: false,
		});
		const list = new PacketList<SignaturePacket>();
		list.push(packet);
		return Buffer.from(list.write() as Uint8Array).toString('base64');
	}
});

interface Signer {
	sign(key: unknown, data: unknown, date: Date, detached: boolean, config: unknown): Promise<void>;
}

describe('a delivery that takes 20 seconds', () => {
	afterEach(() => jest.restoreAllMocks());

	/** What is read of it when so much time goes by between two looks at the clock. */
	async function readAfter(milliseconds: number) {
		const delivery = toDelivery(
			body,
			{ 'x-tesouro-signature': base64Of(await detached(provider, body)) },
			receivedAt,
		);
		let looks = 0;
		jest.spyOn(performance, 'now').mockImplementation(() => (looks++ === 0 ? 0 : milliseconds));
		return await readProof(delivery, rules);
	}

	it('is read at exactly 20 seconds, and is undecided after that, so it comes again', async () => {
		expect(await readAfter(20_000)).toMatchObject({ kind: 'valid' });
		jest.restoreAllMocks();
		const late = await readAfter(20_001);
		expect(late).toMatchObject({ kind: 'late' });
		const policy = { authenticity: 'signature' as const, ring: rules.ring };
		expect(weigh(late, toDelivery(body, {}, receivedAt), policy)).toMatchObject({ kind: 'undecided' });
	});
});
