import { Uint8ArrayReader, ZipWriter, Uint8ArrayWriter, configure } from '@zip.js/zip.js';
import type { ZipWriterConstructorOptions } from '@zip.js/zip.js';
import { crc32 as nodeCrc32 } from 'node:zlib';
import { randomBytes } from 'node:crypto';
import { crc32 } from '../../../../nodes/shared/files/zip/crc32';
import { BrokenZip, readZip, ZipLimitPassed } from '../../../../nodes/shared/files/zip/readZip';
import { collect } from '../../../../nodes/shared/files/streams';

configure({ useWebWorkers: false });

const limits = { entriesAtMost: 100, bytesAtMost: 10_000_000 };
type Files = Record<string, Buffer>;

async function makeZip(files: Files, options: ZipWriterConstructorOptions = {}): Promise<Buffer> {
	const writer = new ZipWriter(new Uint8ArrayWriter(), options);
	for (const [name, bytes] of Object.entries(files)) await writer.add(name, new Uint8ArrayReader(bytes));
	return Buffer.from(await writer.close());
}

async function* inPieces(bytes: Buffer, length: number) {
	for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function unpack(zip: Buffer, piece = 1000, allowed = limits): Promise<Array<[string, Buffer]>> {
	const found: Array<[string, Buffer]> = [];
	for await (const { name, bytes } of readZip(inPieces(zip, piece), allowed)) {
		found.push([name, await collect(bytes)]);
	}
	return found;
}

const files: Files = {
	'invoice.pdf': Buffer.from(`%PDF-1.7 ${'words '.repeat(5000)}%%EOF`),
	'請求書 (2).pdf': randomBytes(70_000),
	'empty.pdf': Buffer.alloc(0),
	// A descriptor's mark, as it would stand in a ZIP within the ZIP.
	'marks.pdf': Buffer.concat([Buffer.from('PK\x07\x08'.repeat(50), 'latin1'), randomBytes(300)]),
};

const forms: Array<[string, ZipWriterConstructorOptions]> = [
	['deflated, sizes behind the content', { level: 6, dataDescriptor: true }],
	['deflated, sizes before it', { level: 6, dataDescriptor: false }],
	[
		'deflated, no mark before the sizes behind it',
		{ level: 6, dataDescriptor: true, dataDescriptorSignature: false },
	],
	['stored, sizes behind the content', { level: 0, dataDescriptor: true, dataDescriptorSignature: true }],
	['stored, sizes before it', { level: 0, dataDescriptor: false }],
	['ZIP64', { level: 6, dataDescriptor: true, zip64: true }],
	['ZIP64, sizes before the content', { level: 6, dataDescriptor: false, zip64: true }],
];

describe.each(forms)('an archive that is %s', (_, options) => {
	it.each([7, 1000, 1_000_000])('is read back unchanged, in pieces of %i bytes', async (piece) => {
		const zip = await makeZip(files, options);
		const found = await unpack(zip, piece);
		expect(found.map(([name]) => name)).toEqual(Object.keys(files));
		expect(found.filter(([name, bytes]) => !bytes.equals(files[name]!))).toEqual([]);
	});

	it('fails wherever it is cut off', async () => {
		const zip = await makeZip(files, options);
		const cuts = [
			0,
			1,
			3,
			20,
			60,
			500,
			40_000,
			zip.length - 400,
			zip.length - 23,
			zip.length - 22,
			zip.length - 1,
		];
		for (const cut of cuts) await expect(unpack(zip.subarray(0, cut))).rejects.toThrow(BrokenZip);
	});

	it('fails for each flipped bit of content or directory', async () => {
		const zip = await makeZip({ 'a.pdf': Buffer.from('%PDF-1.7 some words %%EOF') }, options);
		const silent: number[] = [];
		for (let at = 0; at < zip.length; at++) {
			const damaged = Buffer.from(zip);
			damaged[at]! ^= 0x10;
			const found = await unpack(damaged).catch(() => undefined);
			const isSame = found?.length === 1 && found[0]![1].toString() === '%PDF-1.7 some words %%EOF';
			if (found !== undefined && !isSame) silent.push(at);
		}
		expect(silent).toEqual([]);
	});
});

it('an empty archive has no files', async () => {
	expect(await unpack(await makeZip({}))).toEqual([]);
});

it('folders are left out', async () => {
	const writer = new ZipWriter(new Uint8ArrayWriter());
	await writer.add('folder/', undefined, { directory: true });
	await writer.add('folder/a.pdf', new Uint8ArrayReader(Buffer.from('x')));
	const zip = Buffer.from(await writer.close());
	expect((await unpack(zip)).map(([name]) => name)).toEqual(['folder/a.pdf']);
});

it.each([
	['no ZIP', Buffer.from('{"statusCode":500,"message":"no"}')],
	['a PDF', Buffer.from('%PDF-1.7 and so on, for a while %%EOF')],
])('%s is refused', async (_, bytes) => {
	await expect(unpack(bytes)).rejects.toThrow('it does not start like one');
});

it('an encrypted archive is refused', async () => {
	const zip = await makeZip({ 'a.pdf': Buffer.from('x') }, { password: 'secret' });
	await expect(unpack(zip)).rejects.toThrow('the files in it are encrypted');
});

it('bytes after the end are refused', async () => {
	const zip = await makeZip({ 'a.pdf': Buffer.from('x') });
	await expect(unpack(Buffer.concat([zip, Buffer.from('more')]))).rejects.toThrow(
		'there is more data after its end',
	);
});

it('an entry that the directory does not name is refused', async () => {
	const [one, two] = await Promise.all([
		makeZip({ 'a.pdf': Buffer.from('x') }),
		makeZip({ 'b.pdf': Buffer.from('y') }),
	]);
	const local = one.subarray(0, one.indexOf('PK\x01\x02'));
	await expect(unpack(Buffer.concat([local, two]))).rejects.toThrow(
		'its directory does not match its content',
	);
});

it('a bomb is stopped at the limit, long before it is unpacked', async () => {
	const zip = await makeZip({ 'bomb.pdf': Buffer.alloc(50_000_000, ' ') });
	expect(zip.length).toBeLessThan(60_000);
	let bytes = 0;
	const run = async () => {
		for await (const entry of readZip(inPieces(zip, 1000), limits)) {
			for await (const piece of entry.bytes) bytes += piece.length;
		}
	};
	const error = await run().catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(ZipLimitPassed);
	expect((error as ZipLimitPassed).limit).toBe('bytes');
	expect(bytes).toBeLessThanOrEqual(limits.bytesAtMost);
});

it('too many files are refused at the limit', async () => {
	const many = Object.fromEntries(
		Array.from({ length: 101 }, (_, index) => [`${index}.pdf`, Buffer.from('x')]),
	);
	const error = await unpack(await makeZip(many)).catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(ZipLimitPassed);
	expect((error as ZipLimitPassed).limit).toBe('files');
});

it('content that the consumer leaves is skipped', async () => {
	const names: string[] = [];
	for await (const { name } of readZip(inPieces(await makeZip(files), 100), limits)) names.push(name);
	expect(names).toEqual(Object.keys(files));
});

it('the memory of the inflater does not grow with the number of files', async () => {
	const many = Object.fromEntries(
		Array.from({ length: 3000 }, (_, index) => [`${index}.pdf`, Buffer.from('words '.repeat(20))]),
	);
	const zip = await makeZip(many);
	const before = process.memoryUsage().arrayBuffers;
	let count = 0;
	for await (const entry of readZip(inPieces(zip, 64_000), { ...limits, entriesAtMost: 5000 })) {
		for await (const piece of entry.bytes) count += piece.length;
	}
	expect(count).toBe(3000 * 120);
	expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(60_000_000);
});

it("the checksum is the same as zlib's", () => {
	for (const length of [0, 1, 7, 8, 9, 1000, 4099]) {
		const bytes = randomBytes(length);
		expect(crc32(bytes)).toBe(nodeCrc32(bytes));
		const cut = Math.floor(length / 3);
		expect(crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut)))).toBe(nodeCrc32(bytes));
	}
});
