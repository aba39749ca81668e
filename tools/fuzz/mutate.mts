import { deflateRawSync, deflateSync } from 'node:zlib';
import type { Random } from '../sandbox/random.mts';
import type { CorpusMessage } from './corpus.mts';

export interface Mutation {
	name: string;
	bytes: Buffer;
}

type Mutator = (bytes: Buffer, random: Random, others: CorpusMessage[]) => Buffer;

const at = (bytes: Buffer, random: Random) => between(random, 0, bytes.length - 1);

const between = (random: Random, low: number, high: number) =>
	low + random.below(Math.max(1, high - low + 1));

/** The kinds of damage, from a bit that fell over to packets put together by somebody with a plan. */
const mutators: Record<string, Mutator> = {
	'one bit flipped': (bytes, random) => {
		const copy = Buffer.from(bytes);
		copy[at(copy, random)]! ^= 1 << between(random, 0, 7);
		return copy;
	},
	'a bit of the first 64 bytes flipped': (bytes, random) => {
		const copy = Buffer.from(bytes);
		copy[between(random, 0, Math.min(63, copy.length - 1))]! ^= 1 << between(random, 0, 7);
		return copy;
	},
	'a bit of the last 40 bytes flipped': (bytes, random) => {
		const copy = Buffer.from(bytes);
		copy[copy.length - between(random, 1, Math.min(40, copy.length))]! ^= 1 << between(random, 0, 7);
		return copy;
	},
	'cut short': (bytes, random) => bytes.subarray(0, at(bytes, random)),
	'last bytes cut': (bytes, random) => bytes.subarray(0, bytes.length - between(random, 1, 30)),
	'bytes cut out': (bytes, random) => {
		const start = at(bytes, random);
		return Buffer.concat([bytes.subarray(0, start), bytes.subarray(start + between(random, 1, 64))]);
	},
	'bytes put in': (bytes, random) => {
		const start = at(bytes, random);
		const noise = Buffer.from(Array.from({ length: between(random, 1, 64) }, () => between(random, 0, 255)));
		return Buffer.concat([bytes.subarray(0, start), noise, bytes.subarray(start)]);
	},
	'spliced with another message': (bytes, random, others) => {
		const other = random.pick(others).bytes;
		return Buffer.concat([bytes.subarray(0, at(bytes, random)), other.subarray(at(other, random))]);
	},
	'another message behind it': (bytes, random, others) => Buffer.concat([bytes, random.pick(others).bytes]),
	'blocks swapped': (bytes, random) => {
		const copy = Buffer.from(bytes);
		if (copy.length < 64) return copy.subarray(1);
		const one = between(random, 0, copy.length - 17);
		const other = between(random, 0, copy.length - 17);
		const held = Buffer.from(copy.subarray(one, one + 16));
		copy.copy(copy, one, other, other + 16);
		held.copy(copy, other);
		return copy;
	},
	'a length that lies': (bytes, random) => {
		const copy = Buffer.from(bytes);
		copy[random.pick([1, 2, 3, 4, 5])]! = random.pick([0, 1, 191, 192, 223, 224, 238, 254, 255]);
		return copy;
	},
	'a packet type that lies': (bytes, random) => {
		const copy = Buffer.from(bytes);
		copy[0] = 0xc0 | between(random, 0, 63);
		return copy;
	},
	'wrapped in another packet': (bytes, random) =>
		Buffer.concat([Buffer.from([0xc0 | random.pick([8, 9, 10, 11, 18, 20, 21]), 0xff, 0, 0, 0, 0]), bytes]),
	'compressed once more, or twice': (bytes, random) => {
		const again = random.below(2) === 1 ? compress(bytes, random) : bytes;
		return compress(again, random);
	},
	'a 16 byte run of zeros': (bytes, random) => {
		const copy = Buffer.from(bytes);
		const start = at(copy, random);
		return copy.fill(0, start, Math.min(copy.length, start + 16));
	},
	'as it was': (bytes) => bytes,
};

/** A compressed data packet (RFC 9580, section 5.6): not at all, ZIP or ZLIB. */
function compress(bytes: Buffer, random: Random): Buffer {
	const [algorithm, body] = random.pick([
		[0, bytes],
		[1, deflateRawSync(bytes)],
		[2, deflateSync(bytes)],
	] as Array<[number, Buffer]>);
	const header = Buffer.from([0xc8, 0xff, 0, 0, 0, 0, algorithm]);
	header.writeUInt32BE(body.length + 1, 2);
	return Buffer.concat([header, body]);
}

/** One mutation, chosen by the random numbers, so that a seed makes it again. */
export function mutate(bytes: Buffer, others: CorpusMessage[], random: Random): Mutation {
	const name = random.pick(Object.keys(mutators));
	return { name, bytes: Buffer.from(mutators[name]!(bytes, random, others)) };
}
