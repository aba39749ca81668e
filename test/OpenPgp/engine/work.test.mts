import { deflateSync } from 'node:zlib';
import { openMessage } from '../../../nodes/OpenPgp/engine/openMessage';
import { defaultLimits, inMemory, type Limits } from '../../../nodes/OpenPgp/limits';
import { fileWork } from '../../../nodes/OpenPgp/fileWork';
import { collect, once } from '../../../nodes/shared/files/streams';
import { literal, packet, partialPacket } from '../../../tools/fuzz/cost/packets.mts';

/** What the program bzip2 made of `content`: runs of five and more, a block that does not repeat, every byte. */
const bzip2 = Buffer.from(
	'QlpoOTFBWSZTWXZPdmkAAap/////////////////////////////////////////////sAEYQQAAAAAEwAAJgATJgAAACMAmAAAAAAAaGgAAAAAAAAAAAAAAEwAkwAEwABMAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABpUTQNT0E8o9TAAmIGjAJkMmjJkbU0MnqaGJ6nqaGIwRiMjIaAYRkyaaMjRoYIGIYTQaaZBoGQ0GRkaaYQyGTEaGmGzBlINJKNLTE024HDBAAjicnqCjiTp7FYs/jFJTVFVWV1hZWltcXcavL7BjsfkMjqmHJ5RiY2RlZmdoacq1NeWy+YbG3Mt2azaEEASEEAWccTAIAs+CALOtmec0CMEATo7ggCTNDonV2TgQBIQQBJQIAkJnSJoIAnc0CAI8dBAEgIAFkj6XpdNp3h5etQi1KgCAJGqvJYT21l/kRkECgYEZGVmZ2j/NLU1tja3N7g4uTm6Ors7vDy9Pb4+vz/AQMFBwkLDQ8RExUXGRsdHyEjJScoAlZaXAzEzNTc5Oz0/QUNFR0lLTU9RU1VXWVtdX2FjZWdpa21vcXN1d3l7fX+Bg4WHiYuNj5GTlZeZm52foaOlp6mrra+xs7W3ubu9v8HDxcfJy83P0dPV19nb3d/h4+X/8/T19gHuB+Pn6+xdyRThQkHZPdmk=',
	'base64',
);
const content = Buffer.concat([
	Buffer.from('aaaaaaaaab'),
	Buffer.alloc(300, 'b'),
	Buffer.from('TRANSACTION_ID\n'.repeat(50)),
	Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
]);

const compressed = (algorithm: number, body: Uint8Array) =>
	packet(8, Buffer.concat([Buffer.from([algorithm]), body]));
const zlib = (packets: Buffer) => compressed(2, deflateSync(packets));

async function open(bytes: Buffer, size = bytes.length) {
	const work = fileWork();
	work.came(bytes.length);
	async function* pieces() {
		for (let start = 0; start < bytes.length; start += size)
			yield Buffer.from(bytes.subarray(start, start + size));
	}
	const { plaintext } = await openMessage(pieces(), [], work);
	return await collect(plaintext);
}

it.each([1, 7, 1_000])('BZip2 is read as bzip2 writes it, in pieces of %p bytes', async (size) => {
	// A literal packet of indeterminate length, whose header is outside: two streams one behind the other.
	const header = Buffer.from('QlpoOTFBWSZTWQ==', 'base64').subarray(0, 4);
	expect(bzip2.subarray(0, 4)).toEqual(header);
	await expect(open(compressed(3, bzip2), size)).rejects.toThrow('no packet');
	const { bunzip2 } = await import('../../../nodes/OpenPgp/engine/bunzip2');
	expect((await collect(bunzip2(once(bzip2), fileWork()))).equals(content)).toBe(true);
	const twice = Buffer.concat([bzip2, bzip2]);
	expect((await collect(bunzip2(once(twice), fileWork()))).length).toBe(2 * content.length);
	const more = Buffer.concat([bzip2, Buffer.from('x')]);
	await expect(collect(bunzip2(once(more), fileWork()))).rejects.toThrow('this is not BZip2');
});

it.each([20, 40, 100, 300])('BZip2 with byte %p changed is refused', async (at) => {
	const { bunzip2 } = await import('../../../nodes/OpenPgp/engine/bunzip2');
	const changed = Buffer.from(bzip2);
	changed[at]! ^= 0x10;
	await expect(collect(bunzip2(once(changed), fileWork()))).rejects.toThrow();
});

describe('a packet in parts', () => {
	const body = literal(Buffer.alloc(20_000, 'x'));

	it('is read whatever the size of the parts after the first one', async () => {
		for (const bits of [0, 1, 5, 9, 13])
			expect(await open(partialPacket(11, body, 9, bits))).toHaveLength(20_000);
	});

	it('is refused when its first part has fewer than 512 octets (RFC 9580, 4.2.1.4)', async () => {
		await expect(open(partialPacket(11, body, 8, 13))).rejects.toThrow(/parts that it may not have/);
	});

	it('is refused when it is not a data packet (RFC 9580, 4.2.1.4)', async () => {
		const padding = partialPacket(21, Buffer.alloc(2_000), 9, 9);
		await expect(open(Buffer.concat([padding, packet(11, body)]))).rejects.toThrow(
			/parts that it may not have/,
		);
	});

	it('is refused when very little input unpacks to very many parts', async () => {
		const many = zlib(partialPacket(11, literal(Buffer.alloc(3_000_000)), 9, 0));
		expect(many.length).toBeLessThan(10_000);
		await expect(open(many)).rejects.toThrow(/compression bomb, or built like one/);
	});
});

it('content that is kept in memory may grow less', async () => {
	const grown = async (megabytes: number, limits: Limits) => {
		const work = fileWork(limits);
		const bytes = zlib(packet(11, literal(Buffer.alloc(megabytes * 1e6))));
		work.came(bytes.length);
		return (await collect((await openMessage(once(bytes), [], work)).plaintext)).length;
	};
	expect(await grown(15, inMemory(defaultLimits))).toBe(15e6);
	await expect(grown(17, inMemory(defaultLimits))).rejects.toThrow(/more than 100 times its size/);
	expect(await grown(17, defaultLimits)).toBe(17e6);
});
