import { randomBytes } from 'node:crypto';
import type { Random } from '../../sandbox/random.mts';
import { compressed, literal, oldPacket, packet, partialPacket } from './packets.mts';
import type { Workshop } from './workshop.mts';

export const BYTES_AT_MOST = 64 * 1024;
const sizes = [0, 1, 100, 2_000, 30_000, 60_000];
const large = [1e5, 1e6, 1e7, 6e7];

/** A message of packets, built by somebody with a plan: what nobody encrypts yet, at most 64 kB when compressed. */
export function makeTree(random: Random, shop: Workshop, depth = 0): Buffer {
	const content = random.pick([wholeContent, wholeContent, crumbs, manyPackets, compress, compress]);
	const before = random.below(3) === 0 ? floods(random, shop, depth) : Buffer.alloc(0);
	const behind = random.below(3) === 0 ? floods(random, shop, depth) : Buffer.alloc(0);
	return Buffer.concat([before, content(random, shop, depth), behind]);
}

type Maker = (random: Random, shop: Workshop, depth: number) => Buffer;

/** Inside of what is compressed there may be much. */
function bytesOf(random: Random, depth: number): Buffer {
	const size = depth > 0 && random.below(2) === 0 ? random.pick(large) : random.pick(sizes);
	return random.below(3) > 0 ? Buffer.alloc(size, random.below(256)) : randomBytes(Math.min(size, 60_000));
}

const wholeContent: Maker = (random, _, depth) => {
	const body = literal(bytesOf(random, depth));
	return random.below(4) === 0 ? oldPacket(11, body, random.below(2) === 0) : packet(11, body);
};

/** Parts of one octet and more; the first one is small as well, or as large as it has to be. */
const crumbs: Maker = (random, _, depth) => {
	const size = depth > 0 ? random.pick([1e5, 1e6, 3e6]) : random.pick(sizes);
	const type = random.pick([11, 11, 8, 18, 21, 2]);
	return partialPacket(
		type,
		literal(Buffer.alloc(size)),
		random.pick([0, 3, 9, 9, 13]),
		random.pick([0, 0, 1, 4, 9]),
	);
};

const manyPackets: Maker = (random, shop, depth) =>
	Buffer.concat([floods(random, shop, depth), packet(11, literal(Buffer.from('a,b\n')))]);

const compress: Maker = (random, shop, depth) => {
	if (depth > 2) return wholeContent(random, shop, depth);
	const algorithm = random.pick([0, 1, 2, 2, 3]);
	const body = compressed(algorithm, makeTree(random, shop, depth + 1));
	return random.below(3) === 0 ? partialPacket(8, body, 9, random.pick([0, 4, 9])) : packet(8, body);
};

/** Markers, padding, signatures, session keys: few, or as many as fit. */
const floods: Maker = (random, shop, depth) => {
	const one = random.pick([
		packet(10, Buffer.from('PGP')),
		packet(21, Buffer.alloc(random.pick([0, 1, 100, 5_000]))),
		packet(21, Buffer.alloc(depth > 0 ? random.pick([1e6, 3e7]) : 1_000)),
		packet(4, shop.onePass),
		packet(4, shop.strangerOnePass),
		packet(2, shop.signature),
		packet(2, randomBytes(random.pick([1, 10, 100, 1_000]))),
		packet(2, nestedSignature(random.pick([1, 10, 2_000]))),
		packet(1, shop.hiddenSessionKey),
		packet(3, randomBytes(random.pick([2, 13]))),
	]);
	const room = depth > 0 ? 4e6 : BYTES_AT_MOST / 2;
	const count = Math.min(random.pick([1, 1, 2, 16, 40, 1_000, 100_000]), Math.ceil(room / one.length));
	return Buffer.alloc(count * one.length, one);
};

/** A signature inside a signature inside a signature (RFC 9580, section 5.2.3.34, "Embedded Signature"). */
function nestedSignature(depth: number): Buffer {
	let inner = Buffer.alloc(0);
	for (let level = 0; level < depth && inner.length < 30_000; level++) {
		const embedded = Buffer.concat([Buffer.from([0xff]), four(inner.length + 1), Buffer.from([32]), inner]);
		const hashed = Buffer.concat([Buffer.from([5, 2, 0, 0, 0, 0]), embedded]);
		inner = Buffer.concat([Buffer.from([4, 0, 1, 10]), two(hashed.length), hashed, Buffer.alloc(4)]);
	}
	return inner;
}

function two(number: number): Buffer {
	const bytes = Buffer.alloc(2);
	bytes.writeUInt16BE(Math.min(number, 0xffff));
	return bytes;
}

function four(number: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(number);
	return bytes;
}
