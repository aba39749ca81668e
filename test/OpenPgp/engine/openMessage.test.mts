import { deflateRawSync, deflateSync } from 'node:zlib';
import { enums, type PrivateKey } from 'openpgp';
import { openMessage } from '../../../nodes/OpenPgp/engine/openMessage';
import { packetType } from '../../../nodes/OpenPgp/engine/packetReader';
import { frame } from '../../../nodes/OpenPgp/engine/packetWriter';
import { BrokenPackets } from '../../../nodes/OpenPgp/engine/work';
import { fileWork } from '../../../nodes/OpenPgp/fileWork';
import { collect } from '../../../nodes/shared/files/streams';
import { frameSignedMessage } from '../../../tools/sandbox/Tesouro/framePackets.mts';
import { signBytes } from '../../../tools/sandbox/Tesouro/signBytes.mts';
import { newKey } from '../newKey.mts';

const csv = Buffer.from('id,name\n1,Bäckerei\n');
const literal = frame(packetType.literal, Buffer.concat([Buffer.from('b\0\0\0\0\0'), csv]));
const marker = frame(packetType.marker, Buffer.from('PGP'));
const padding = frame(packetType.padding, Buffer.alloc(300, 'x'));
const zip = (packets: Buffer) =>
	frame(packetType.compressed, Buffer.concat([Buffer.from([1]), deflateRawSync(packets)]));
const zlib = (packets: Buffer) =>
	frame(packetType.compressed, Buffer.concat([Buffer.from([2]), deflateSync(packets)]));

const stored = (packets: Buffer) => frame(packetType.compressed, Buffer.concat([Buffer.from([0]), packets]));

let key: PrivateKey;
let signed: Buffer;
beforeAll(async () => {
	key = await newKey('Provider');
	signed = frameSignedMessage(csv, await signBytes(csv, { key, hash: enums.hash.sha512 }));
});

async function* inPieces(bytes: Buffer, size: number) {
	for (let start = 0; start < bytes.length; start += size)
		yield Buffer.from(bytes.subarray(start, start + size));
}

async function open(bytes: Buffer, size: number) {
	const work = fileWork();
	work.came(bytes.length);
	const opened = await openMessage(inPieces(bytes, size), [key.toPublic()], work);
	const plaintext = await collect(opened.plaintext);
	return { plaintext, verdicts: (await opened.signatures()).map(({ verdict }) => verdict) };
}

describe.each([1, 7, 100_000])('markers and padding are skipped, in pieces of %p bytes,', (size) => {
	it.each<[string, () => Buffer, string[]]>([
		['the data', () => literal, []],
		['signed data', () => signed, ['valid']],
		['compressed data', () => zip(literal), []],
		['compressed and signed data', () => zlib(signed), ['valid']],
		['inside of what is compressed', () => zlib(Buffer.concat([marker, padding, signed])), ['valid']],
	])('before and after %s', async (_, packets, verdicts) => {
		for (const before of [[], [marker], [padding], [marker, padding, marker]]) {
			const bytes = Buffer.concat([...before, packets(), padding]);
			expect(await open(bytes, size)).toEqual({ plaintext: csv, verdicts });
		}
	});
});

it.each<[string, () => Buffer]>([
	['compressed data inside compressed data', () => zlib(zip(literal))],
	['the same, where the inner one compresses nothing', () => zlib(stored(literal))],
	['two pieces of data', () => Buffer.concat([literal, literal])],
	['data behind compressed data', () => Buffer.concat([zip(literal), literal])],
	['an announced signature that is missing', () => Buffer.concat([signed.subarray(0, 19), literal])],
	['nothing but padding', () => padding],
	['nothing', () => Buffer.alloc(0)],
])('%s is refused', async (_, packets) => {
	await expect(open(packets(), 100_000)).rejects.toThrow();
});

it('a flood of markers is refused', async () => {
	for (const wrap of [zlib, (packets: Buffer) => packets]) {
		const markers = (count: number) => Array.from({ length: count }, () => marker);
		const some = wrap(Buffer.concat([...markers(32), literal]));
		expect((await open(some, 100_000)).plaintext).toEqual(csv);
		for (const count of [33, 5_000]) {
			const many = wrap(Buffer.concat([...markers(count), literal]));
			await expect(open(many, 100_000)).rejects.toThrow(BrokenPackets);
		}
	}
});

it('padding that unpacks to a large size lets the process do other work meanwhile', async () => {
	const bytes = zlib(Buffer.concat([literal, frame(packetType.padding, Buffer.alloc(90_000_000))]));
	let turns = 0;
	const timer = setInterval(() => turns++, 1);
	expect((await open(bytes, 1_000_000)).plaintext).toEqual(csv);
	clearInterval(timer);
	expect(turns).toBeGreaterThan(1);
});

it('padding that unpacks to more than the file may grow to is refused', async () => {
	const bytes = zlib(Buffer.concat([literal, frame(packetType.padding, Buffer.alloc(110_000_000))]));
	await expect(open(bytes, 1_000_000)).rejects.toThrow(/more than 1000 times its size|far more work/);
});
