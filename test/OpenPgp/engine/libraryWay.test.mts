import { enums, PacketList, type PrivateKey } from 'openpgp';
import { decrypt } from '../../../nodes/OpenPgp/engine/decrypt';
import { packetType } from '../../../nodes/OpenPgp/engine/packetReader';
import { frame } from '../../../nodes/OpenPgp/engine/packetWriter';
import { readKeyRing, type KeyRing } from '../../../nodes/OpenPgp/keys/keys';
import { collect } from '../../../nodes/shared/files/streams';
import { frameSignature, frameSignedMessage } from '../../../tools/sandbox/Tesouro/framePackets.mts';
import { signBytes } from '../../../tools/sandbox/Tesouro/signBytes.mts';
import { encryptPackets } from '../messages.mts';
import { newKey } from '../newKey.mts';

/** Rare forms are held to the same rules as common ones. OpenPGP.js decrypts CAST5 and EAX. */
const forms = ['CAST5', '3DES', 'GCM', 'EAX'] as const;
const csv = Buffer.from('id,name\n1,Bäckerei\n'.repeat(5_000));
/** Five octets of length, a type, thirteen octets. */
const ONE_PASS_BYTES = 19;

let ours: PrivateKey;
let theirs: PrivateKey;
let ring: KeyRing;
/** An announcement, the data and its signature. */
let signed: Buffer;
let signatureBytes: number;

beforeAll(async () => {
	ours = await newKey('Customer');
	theirs = await newKey('Provider');
	ring = await readKeyRing({ privateKeys: ours.armor(), publicKeys: theirs.toPublic().armor() });
	const signature = await signBytes(csv, { key: theirs, hash: enums.hash.sha512 });
	signed = frameSignedMessage(csv, signature);
	signatureBytes = frameSignature(signature).length;
});

const repeat = (bytes: Buffer, times: number) => Array.from({ length: times }, () => bytes);
const onePass = () => signed.subarray(0, ONE_PASS_BYTES);
const bigLiteral = () => {
	const header = Buffer.from([0xcb, 0xff, 0, 0, 0, 0]);
	header.writeUInt32BE(4_000_006, 2);
	return Buffer.concat([header, Buffer.from('b\0\0\0\0\0'), Buffer.alloc(4_000_000, 'x')]);
};
const literal = () => Buffer.concat([Buffer.from([0xcb, 7]), Buffer.from('b\0\0\0\0\0x')]);
const encrypted = async (packets: Buffer, form: (typeof forms)[number]) =>
	await encryptPackets(packets, ours.toPublic(), form);

async function* inPieces(bytes: Buffer, size: number) {
	for (let start = 0; start < bytes.length; start += size)
		yield Buffer.from(bytes.subarray(start, start + size));
}

async function open(bytes: Buffer, pieceBytes = 8192) {
	const decryption = await decrypt(inPieces(bytes, pieceBytes), ring);
	const plaintext = await collect(decryption.plaintext);
	return { plaintext, signature: await decryption.signature() };
}

describe.each(forms)('%s', (form) => {
	it.each([17, 8192, 1_000_000])(
		'is opened in pieces of %p bytes, and its signature is judged',
		async (size) => {
			const opened = await open(await encrypted(signed, form), size);
			expect(opened.plaintext.equals(csv)).toBe(true);
			expect(opened.signature.verdict).toBe('valid');
		},
	);

	it('is refused with any bit flipped, or without its end', async () => {
		for (const packets of [signed, frame(packetType.literal, Buffer.concat([literal().subarray(2), csv]))]) {
			const bytes = await encrypted(packets, form);
			const start = bytes.length - packets.length;
			const places = [start + 40, bytes.length - 1, bytes.length - 20, bytes.length - 21, bytes.length - 23];
			for (let at = start; at < bytes.length; at += 19_973) places.push(at);
			for (const at of places) {
				const copy = Buffer.from(bytes);
				copy[at]! ^= 1;
				await expect(open(copy)).rejects.toThrow(/damaged or was changed/);
				await expect(open(bytes.subarray(0, at))).rejects.toThrow(/damaged or was changed/);
			}
		}
	});

	it('is refused with anything after the data or after the message', async () => {
		const twice = await encrypted(Buffer.concat([literal(), literal()]), form);
		await expect(open(twice)).rejects.toThrow(/damaged or was changed/);
		const bytes = await encrypted(literal(), form);
		await expect(open(bytes)).resolves.toMatchObject({ plaintext: Buffer.from('x') });
		await expect(open(Buffer.concat([bytes, literal()]))).rejects.toThrow(/damaged or was changed/);
		await expect(open(Buffer.concat([bytes, Buffer.from('rest')]))).rejects.toThrow(/damaged or was changed/);
	});

	it('may have at most sixteen signatures, however small they are', async () => {
		const signedTimes = async (times: number) => {
			const data = signed.subarray(ONE_PASS_BYTES, signed.length - signatureBytes);
			const signature = signed.subarray(signed.length - signatureBytes);
			const packets = [...repeat(onePass(), times), data, ...repeat(signature, times)];
			return await open(await encrypted(Buffer.concat(packets), form));
		};
		await expect(signedTimes(16)).resolves.toMatchObject({ signature: { verdict: 'valid' } });
		await expect(signedTimes(17)).rejects.toThrow(/damaged or was changed/);
		await expect(signedTimes(500)).rejects.toThrow(/damaged or was changed/);
	});

	it('may not announce a signature after the data', async () => {
		const bytes = await encrypted(Buffer.concat([literal(), onePass()]), form);
		await expect(open(bytes)).rejects.toThrow(/damaged or was changed/);
	});
});

it.each(forms)('%s closes its source when it is not read to its end', async (form) => {
	const bytes = await encrypted(bigLiteral(), form);
	let left = 'open';
	let given = 0;
	async function* source() {
		try {
			for await (const piece of inPieces(bytes, 65_536)) {
				given += piece.length;
				yield piece;
			}
			left = 'at its end';
		} finally {
			if (left === 'open') left = 'early';
		}
	}
	const { plaintext } = await decrypt(source(), ring);
	for await (const chunk of plaintext) {
		expect(chunk.length).toBeGreaterThan(0);
		break;
	}
	expect(left).toBe('early');
	expect(given).toBeLessThan(bytes.length);
});

describe('what is decrypted', () => {
	afterEach(() => {
		jest.restoreAllMocks();
	});

	it.each(forms)(
		'from %s is taken apart by our reader alone, so padding costs what it costs everywhere',
		async (form) => {
			const padding = Buffer.alloc(200_000, Buffer.from([0xd5, 0]));
			const [good, bad] = [await encrypted(signed, form), await encrypted(padding, form)];
			const read = jest.spyOn(PacketList.prototype as unknown as { read: () => unknown }, 'read');
			await open(good);
			// The session key twice, and what is around the data if the library decrypts it.
			expect(read.mock.calls.length).toBeLessThanOrEqual(3);
			read.mockClear();
			await expect(open(bad)).rejects.toThrow(/damaged or was changed/);
			expect(read.mock.calls.length).toBeLessThanOrEqual(3);
		},
	);
});

it('EAX with chunks above 4 MB is refused', async () => {
	const withChunks = async (aeadChunkSizeByte: number) =>
		await encryptPackets(signed, ours.toPublic(), 'EAX', { aeadChunkSizeByte });
	await expect(open(await withChunks(16))).resolves.toMatchObject({ signature: { verdict: 'valid' } });
	await expect(open(await withChunks(17))).rejects.toThrow(/damaged or was changed/);
});

it('CAST5 fails with a packet inside that does not belong there', async () => {
	const bytes = await encrypted(frame(packetType.integrityProtected, Buffer.alloc(300, 1)), 'CAST5');
	await expect(open(bytes)).rejects.toThrow(/damaged or was changed/);
});
