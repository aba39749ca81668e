import { configure, Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { createHash, randomBytes } from 'node:crypto';
import { collect, once } from '../../../../nodes/shared/files/streams';
import { readZip } from '../../../../nodes/shared/files/zip/readZip';
import { writeZip, type ZipInput } from '../../../../nodes/shared/files/zip/writeZip';

configure({ useWebWorkers: false });

const modified = new Date('2026-11-28T12:34:56Z');
const contents: Record<string, Buffer> = {
	'report.csv': Buffer.from('id;amount\n'.repeat(40_000)),
	'Umsätze/請求書.csv': randomBytes(300_000),
	'empty.csv': Buffer.alloc(0),
};

/** Jest compares long buffers slowly. */
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const digests = Object.fromEntries(Object.entries(contents).map(([name, bytes]) => [name, digest(bytes)]));

const inputs = (more: (content: Buffer) => Partial<ZipInput>): ZipInput[] =>
	Object.entries(contents).map(([name, content]) => ({ name, bytes: once(content), ...more(content) }));

const forms: Array<[string, (content: Buffer) => Partial<ZipInput>]> = [
	['whose sizes are known', (content) => ({ size: content.length })],
	['whose sizes are not known', () => ({})],
	['stored', (content) => ({ size: content.length, isStored: true })],
	['stored, whose sizes are not known', () => ({ isStored: true })],
];

describe.each(forms)('an archive of files %s', (_, more) => {
	it('is read by zip.js: name, time and content', async () => {
		const zip = await collect(writeZip(inputs(more), modified));
		const reader = new ZipReader(new Uint8ArrayReader(zip), { checkSignature: true });
		const found: Record<string, string> = {};
		for (const entry of await reader.getEntries()) {
			if (entry.directory) throw new Error('a folder');
			found[entry.filename] = digest(await entry.getData(new Uint8ArrayWriter()));
			expect(entry.rawLastModDate).toBe(
				((46 << 25) | (11 << 21) | (28 << 16) | (12 << 11) | (34 << 5) | 28) >>> 0,
			);
		}
		expect(found).toEqual(digests);
	});

	it('is read by our own reader', async () => {
		const found: Record<string, string> = {};
		const zip = writeZip(inputs(more), modified);
		for await (const { name, bytes } of readZip(zip, { entriesAtMost: 3, bytesAtMost: 1_000_000 })) {
			found[name] = digest(await collect(bytes));
		}
		expect(found).toEqual(digests);
	});
});

it('an entry is in ZIP64 if its size is unknown, but not if it is small', async () => {
	const zip64 = await collect(writeZip([{ name: 'a', bytes: once(Buffer.from('a')) }], modified));
	const plain = await collect(writeZip([{ name: 'a', bytes: once(Buffer.from('a')), size: 1 }], modified));
	expect([zip64.readUInt16LE(4), plain.readUInt16LE(4)]).toEqual([45, 20]);
});

it('ZIP64 counts more than 65,535 files', async () => {
	function* many(): Generator<ZipInput> {
		for (let index = 0; index < 65_536; index++) {
			yield { name: `${index}`, bytes: once(Buffer.alloc(0)), size: 0, isStored: true };
		}
	}
	const zip = await collect(writeZip(many(), modified));
	expect(await new ZipReader(new Uint8ArrayReader(zip)).getEntries()).toHaveLength(65_536);
	expect(zip.readUInt16LE(zip.length - 22 + 10)).toBe(0xffff);
});

it('an archive without files is valid', async () => {
	const zip = await collect(writeZip([], modified));
	expect(await new ZipReader(new Uint8ArrayReader(zip)).getEntries()).toEqual([]);
});

it('the archive fails when a file fails, and closes the file when it is not read to its end', async () => {
	async function* broken() {
		yield Buffer.from('some');
		throw new Error('the disk is gone');
	}
	await expect(collect(writeZip([{ name: 'a', bytes: broken() }], modified))).rejects.toThrow(
		'the disk is gone',
	);
	let isClosed = false;
	async function* endless() {
		try {
			for (;;) yield randomBytes(100_000);
		} finally {
			isClosed = true;
		}
	}
	for await (const piece of writeZip([{ name: 'a', bytes: endless() }], modified))
		if (piece.length > 1000) break;
	expect(isClosed).toBe(true);
});
