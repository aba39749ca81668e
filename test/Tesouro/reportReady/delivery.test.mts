import { deflateSync } from 'node:zlib';
import {
	createCleartextMessage,
	createMessage,
	decrypt,
	encrypt,
	enums,
	readMessage,
	sign,
	type PrivateKey,
} from 'openpgp';
import { readKeyRing } from '../../../nodes/OpenPgp/keys/keys';
import { toDelivery } from '../../../nodes/shared/deliveries/delivery';
import { tesouro } from '../../../nodes/Tesouro/facts';
import type { ProofRules } from '../../../nodes/Tesouro/reportReady/proof';
import { readContent } from '../../../nodes/Tesouro/reportReady/readContent';
import { readProof } from '../../../nodes/Tesouro/reportReady/readProof';
import { newKey } from '../../OpenPgp/newKey.mts';
import { packet } from '../../../tools/fuzz/cost/packets.mts';
import { frameSignature } from '../../../tools/sandbox/Tesouro/framePackets.mts';
import { signBytes } from '../../../tools/sandbox/Tesouro/signBytes.mts';

const body = Buffer.from('{"requestId":"request-1","fileUrl":"https://download.tesouro.com/r.gpg"}');

let provider: PrivateKey;
let ours: PrivateKey;
let rules: ProofRules;

beforeAll(async () => {
	provider = await newKey('Tesouro');
	ours = await newKey('Customer', { type: 'rsa', rsaBits: 2048 });
	rules = {
		ring: await readKeyRing({ privateKeys: ours.armor(), publicKeys: provider.toPublic().armor() }),
		signatureHeaders: tesouro.signatureHeaders,
		maxAgeMs: 72 * 3_600_000,
	};
});

const proofOf = async (content: Buffer, headers: Record<string, string> = {}) =>
	await readProof(toDelivery(content, headers, new Date()), rules);

const encryptedToUs = async (content: Buffer, compression = enums.compression.uncompressed) =>
	Buffer.from(
		await encrypt({
			message: await createMessage({ binary: new Uint8Array(content) }),
			encryptionKeys: ours.toPublic(),
			wildcard: true,
			format: 'binary',
			config: { preferredCompressionAlgorithm: compression },
		}),
	);

describe('a signed proof of the request ID alone', () => {
	it('does not vouch for the rest of the body, which may have another link', async () => {
		const signed = await sign({
			message: await createMessage({ text: 'request-1' }),
			signingKeys: provider,
			format: 'binary',
		});
		const headers = { signature: Buffer.from(signed).toString('base64') };
		const forged = Buffer.from(
			'{"requestId":"request-1","fileUrl":"https://download.tesouro.com/other.gpg"}',
		);
		expect((await proofOf(forged, headers)).kind).not.toBe('valid');
	});
});

describe('the work for a stranger is bounded:', () => {
	it('a small message that unpacks to a large one is refused', async () => {
		const bomb = await encryptedToUs(Buffer.alloc(20 * 1024 * 1024), enums.compression.zlib);
		expect(bomb.length).toBeLessThan(tesouro.deliveryBytesAtMost / 10);
		const proof = await proofOf(bomb);
		expect(proof.kind).toBe('absent');
		expect(proof.content).toBe(bomb);
	});

	// A delivery may be as long as a megabyte: with RSA, 3,700 hidden recipients then cost more than a minute.
	it('a message with a flood of hidden recipients is refused, even when we are one of them', async () => {
		const one = await encryptedToUs(body);
		expect((await proofOf(one)).kind).toBe('weak');
		// A wrong session key each, so that all of them would be tried.
		const other = Buffer.from(one.subarray(0, sessionKeyLength(one)));
		other[other.length - 1]! ^= 1;
		const flood = Buffer.concat([...repeat(other, 7), one]);
		expect((await proofOf(flood)).kind).toBe('absent');
	});

	it('a small message that unpacks to a lot of padding is refused', async () => {
		const literal = Buffer.from(
			(await createMessage({ binary: new Uint8Array(body) })).write() as Uint8Array,
		);
		const padded = (bytes: number) => compress(Buffer.concat([literal, packet(21, Buffer.alloc(bytes))]));
		const contentOf = async (bytes: number) => (await proofOf(padded(bytes))).content;
		expect(await contentOf(1_000)).toEqual(body);
		expect(await contentOf(5_000_000)).not.toEqual(body);
	});

	it('private keys are tried a few times per delivery, wherever the messages are', async () => {
		const one = await encryptedToUs(body);
		const other = Buffer.from(one.subarray(0, sessionKeyLength(one)));
		other[other.length - 1]! ^= 1;
		const wrong = Buffer.concat([...repeat(other, 4), one.subarray(other.length)]).toString('base64');
		const [first, second, third] = tesouro.signatureHeaders;
		const last = { [third]: one.toString('base64') };
		expect((await proofOf(body, { [first]: wrong, ...last })).kind).toBe('weak');
		expect((await proofOf(body, { [first]: wrong, [second]: wrong, ...last })).kind).toBe('absent');
	});

	it('nothing is opened with a private key if a signature decides', async () => {
		const signature = Buffer.from(
			await sign({
				message: await createMessage({ binary: new Uint8Array(body) }),
				signingKeys: provider,
				detached: true,
				format: 'binary',
			}),
		).toString('base64');
		const [first, second] = tesouro.signatureHeaders;
		// Opened, it would be found to speak of something else, and make the delivery invalid.
		const elsewhere = (await encryptedToUs(Buffer.from('something else'))).toString('base64');
		expect((await proofOf(body, { [first]: elsewhere })).kind).toBe('invalid');
		expect((await proofOf(body, { [first]: elsewhere, [second]: signature })).kind).toBe('valid');
	});

	it('a message with a flood of signatures is refused, even when all of them are correct', async () => {
		expect((await proofOf(await signedTimes(1))).kind).toBe('valid');
		for (const count of [17, 300]) expect((await proofOf(await signedTimes(count))).kind).not.toBe('valid');
	});

	it('a small message that unpacks to a flood of signatures is refused', async () => {
		expect((await proofOf(compress(await signedTimes(1)))).kind).toBe('valid');
		const flood = compress(await signedTimes(300));
		expect(flood.length).toBeLessThan(1_000);
		expect((await proofOf(flood)).kind).not.toBe('valid');
	});
});

/** The signature before the data, as often as told (RFC 9580, section 10.3: "Signed Message"). */
async function signedTimes(count: number): Promise<Buffer> {
	const signature = frameSignature(await signBytes(body, { key: provider, hash: enums.hash.sha512 }));
	const literal = (await createMessage({ binary: new Uint8Array(body) })).write() as Uint8Array;
	return Buffer.concat([...repeat(signature, count), Buffer.from(literal)]);
}

/** One compressed data packet (RFC 9580, section 5.6): ZLIB, with a length in five octets. */
function compress(packets: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from([2]), deflateSync(packets)]);
	const header = Buffer.from([0xc8, 0xff, 0, 0, 0, 0]);
	header.writeUInt32BE(body.length, 2);
	return Buffer.concat([header, body]);
}

const repeat = (packet: Buffer, times: number) => Array.from({ length: times }, () => packet);

/** Length of the first packet, whose header is of the new format with a length in one or two octets. */
function sessionKeyLength(message: Buffer): number {
	const first = message[1]!;
	return first < 192 ? 2 + first : 3 + ((first - 192) << 8) + message[2]! + 192;
}

it('the message that all of these are made from is valid: openpgp opens it', async () => {
	const message = await readMessage({ binaryMessage: new Uint8Array(await encryptedToUs(body)) });
	const { data } = await decrypt({ message, decryptionKeys: ours, format: 'binary' });
	expect(Buffer.from(data)).toEqual(body);
});

describe('if the API confirms or everything is accepted, no proof is read:', () => {
	const contentOf = async (content: Buffer, headers: Record<string, string> = {}) =>
		(await readContent(toDelivery(content, headers, new Date()))).toString();

	it('the payload is the content of a signed body, whether its signature is right or wrong', async () => {
		const signed = await sign({ message: await createMessage({ text: '{}' }), signingKeys: provider });
		expect(await contentOf(Buffer.from(signed))).toBe('{}');
		const readable = await sign({
			message: await createCleartextMessage({ text: '{"a":"b"}' }),
			signingKeys: provider,
		});
		expect(await contentOf(Buffer.from(readable.replace('b', 'c')))).toBe('{"a":"c"}');
	});

	it('the payload is the first part of multipart/signed, without its headers', async () => {
		const parts = ['--b', 'Content-Type: application/json', '', '{}', '--b', '', 'no signature', '--b--', ''];
		const headers = { 'content-type': 'multipart/signed; boundary=b' };
		expect(await contentOf(Buffer.from(parts.join('\r\n')), headers)).toBe('{}');
	});

	it('the payload is the body if that cannot be opened', async () => {
		const sealed = await encryptedToUs(body);
		expect(await contentOf(sealed)).toBe(sealed.toString());
		expect(await contentOf(Buffer.from('-----BEGIN PGP SIGNED MESSAGE-----'))).toMatch(/^-----BEGIN/);
	});

	it('a wrong proof changes nothing', async () => {
		const wrong = { signature: (await encryptedToUs(Buffer.from('something else'))).toString('base64') };
		expect(await contentOf(body, wrong)).toBe(body.toString());
	});
});
