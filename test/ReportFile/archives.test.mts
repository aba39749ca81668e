import {
	configure,
	TextReader,
	Uint8ArrayReader,
	Uint8ArrayWriter,
	ZipReader,
	ZipWriter,
} from '@zip.js/zip.js';
import { gunzipSync, gzipSync } from 'node:zlib';
import { collect } from '../../nodes/shared/files/streams';
import { writeZip } from '../../nodes/shared/files/zip/writeZip';
import { fileOf, ReportFileNode } from './reportFileNode.mts';

configure({ useWebWorkers: false });

let node: ReportFileNode;
beforeAll(async () => (node = await ReportFileNode.start()));
afterAll(async () => await node.stop());

async function zipOf(files: Array<[string, string]>, options = {}): Promise<Buffer> {
	const writer = new ZipWriter(new Uint8ArrayWriter(), options);
	for (const [name, text] of files) await writer.add(name, new TextReader(text));
	return Buffer.from(await writer.close());
}

/** zip.js refuses two files of one name, which archives may well have. */
async function zipOfTwins(name: string, ...texts: string[]): Promise<Buffer> {
	const stand = (index: number) => `${name.slice(0, -1)}${index}`;
	const zip = (await zipOf(texts.map((text, index) => [stand(index), text]))).toString('latin1');
	return Buffer.from(
		texts.reduce((all, _, index) => all.replaceAll(stand(index), name), zip),
		'latin1',
	);
}

const unpacked = async (bytes: Buffer, parameters = {}, fileName = 'archive.zip') => {
	const { items, hints } = await node.succeed('file.unpack', await node.item(bytes, fileName), parameters);
	const texts: Array<[string, string]> = [];
	for (const item of items) texts.push([String(fileOf(item).fileName), await node.read(item)]);
	return { items, hints, texts };
};

describe('Unpack', () => {
	it('gives one item per file, with its facts', async () => {
		const { items, texts, hints } = await unpacked(
			await zipOf([
				['a.csv', 'id\n1\n'],
				['2026/november/b.csv', 'id\n2\n'],
			]),
		);
		expect(texts).toEqual([
			['a.csv', 'id\n1\n'],
			['b.csv', 'id\n2\n'],
		]);
		expect(items.map(fileOf)).toMatchObject([
			{ path: 'a.csv', bytes: 5, number: 1, of: 2 },
			{ path: '2026/november/b.csv', bytes: 5, number: 2, of: 2 },
		]);
		expect([items[0]!.json.kept, items[0]!.binary!.data!.mimeType]).toEqual(['as it came', 'text/csv']);
		expect(hints[0]!.message).toContain('2 files, 10 bytes');
	});

	it('reads gzip, also with several members and padded with zeros', async () => {
		const bytes = Buffer.concat([gzipSync('id\n'), gzipSync('1\n'), Buffer.alloc(600)]);
		expect((await unpacked(bytes, {}, 'report.csv.gz')).texts).toEqual([['report.csv', 'id\n1\n']]);
	});

	it.each([
		['../../etc/passwd', 'passwd', 'etc/passwd'],
		['/abs/x.csv', 'x.csv', 'abs/x.csv'],
		['C:\\Users\\x.csv', 'x.csv', 'C_/Users/x.csv'],
		['a/..\\..\\b?.csv', 'b_.csv', 'a/b_.csv'],
		['.hidden', 'hidden', 'hidden'],
	])('makes the name %s safe', async (stored, fileName, path) => {
		const { items } = await unpacked(await zipOf([[stored, 'x']]));
		expect(fileOf(items[0]!)).toMatchObject({ fileName, path });
	});

	it('gives files of the same name different names, ignoring case', async () => {
		const { texts } = await unpacked(
			await zipOf([
				['a/r.csv', '1'],
				['b/R.csv', '2'],
				['r (2).csv', '3'],
			]),
		);
		expect(texts).toEqual([
			['r.csv', '1'],
			['R (2).csv', '2'],
			['r (2) (2).csv', '3'],
		]);
		const twins = await unpacked(await zipOfTwins('same', '1', '2'));
		expect(twins.texts).toEqual([
			['same', '1'],
			['same (2)', '2'],
		]);
	});

	it('leaves out what macOS adds', async () => {
		const { texts } = await unpacked(
			await zipOf([
				['r.csv', '1'],
				['__MACOSX/._r.csv', 'x'],
				['a/.DS_Store', 'x'],
			]),
		);
		expect(texts).toEqual([['r.csv', '1']]);
	});

	it('reads Deflate64, which Windows uses for files above 2 GB', async () => {
		// Made by 7-Zip 26.02: 7z a -mm=Deflate64 of 2,000 lines "id;amount".
		const zip = Buffer.from(DEFLATE64, 'base64');
		expect((await unpacked(zip)).texts).toEqual([['d64.csv', 'id;amount\n'.repeat(2000)]]);
	});

	it.each([
		[
			'a ZIP that is cut off',
			async () =>
				(
					await zipOf([
						['a.csv', 'x'],
						['b.csv', 'y'],
					])
				).subarray(0, -30),
			/cannot be used/,
		],
		['a gzip file that is cut off', async () => gzipSync('some text').subarray(0, -3), /ends early/],
		['a gzip file with a wrong checksum', async () => flipped(gzipSync('some text'), -6), /damaged/],
		[
			'a gzip file with more behind it',
			async () => Buffer.concat([gzipSync('a'), Buffer.from('more')]),
			/follows after its end/,
		],
		['something else', async () => Buffer.from('id,amount\n1,2\n'), /neither a ZIP nor a gzip file/],
		['nothing at all', async () => Buffer.alloc(0), /neither a ZIP nor a gzip file/],
		['an archive of nothing', async () => await zipOf([]), /contains no files/],
		['an encrypted ZIP', async () => await zipOf([['a.csv', 'x']], { password: 'secret' }), /encrypted/],
	])('refuses %s, and keeps nothing of it', async (_, make, message) => {
		await node.fail('file.unpack', await node.item(await make()), message);
	});

	it('keeps no file of an archive whose last file is damaged', async () => {
		const zip = await zipOf(
			[
				['a.csv', 'first'],
				['b.csv', 'second'],
			],
			{ level: 0 },
		);
		const at = zip.indexOf('second');
		await node.fail('file.unpack', await node.item(flipped(zip, at)), /cannot be used/);
	});

	it.each([
		['ZIP', async () => await collect(writeZip([{ name: 'bomb.csv', bytes: zeros() }], new Date()))],
		['gzip', async () => gzipSync(Buffer.alloc(110_000_000))],
	])('stops a %s bomb at the expansion it is allowed', async (_, make) => {
		const options = { expansionAtMost: 500 };
		await node.fail('file.unpack', await node.item(await make()), /more than 500 times its size/, {
			options,
		});
	});

	it('fails with an error that names the option when there are more bytes or files than allowed', async () => {
		const zip = await zipOf(Array.from({ length: 5 }, (_, index) => [`${index}.csv`, 'x'.repeat(400_000)]));
		const large = await node.fail('file.unpack', await node.item(zip), /more than 1 MB/, {
			options: { megabytesAtMost: 1 },
		});
		expect(large.description).toContain('"Maximum Size (MB)"');
		const many = await node.fail('file.unpack', await node.item(zip), /more than 4 files/, {
			options: { filesAtMost: 4 },
		});
		expect(many.description).toContain('"Maximum Files"');
	});

	it('refuses a limit that is not a number', async () => {
		await node.fail('file.unpack', await node.item(await zipOf([['a', 'x']])), /must be a number above 0/, {
			options: { megabytesAtMost: 'much' },
		});
	});
});

describe('Pack', () => {
	const all = { archiveFormat: 'zip', binaryPropertyNames: 'data' };

	it('makes one ZIP of the files of all items, each under its own name', async () => {
		const items = [
			await node.item('id\n1\n'),
			await node.item('id\n2\n'),
			await node.item(gzipSync('x'), 'x.gz'),
		];
		const { items: made, error } = await node.run('file.pack', items, all);
		expect([error, made.length]).toEqual([undefined, 1]);
		expect(fileOf(made[0]!)).toMatchObject({
			fileName: 'reports.zip',
			files: ['report.csv', 'report (2).csv', 'x.gz'],
		});
		expect(made[0]!.pairedItem).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		const zip = await node.harness.readBinary(made[0]!.binary!.data!);
		const entries = await new ZipReader(new Uint8ArrayReader(zip)).getEntries();
		expect(
			entries.map(({ filename, zip64, compressionMethod }) => [filename, zip64, compressionMethod]),
		).toEqual([
			['report.csv', false, 8],
			['report (2).csv', false, 8],
			['x.gz', false, 0],
		]);
	});

	it('makes archives that unpack to the same', async () => {
		const { items } = await node.succeed('file.pack', await node.item({ one: 'id\n1\n', two: 'id\n2\n' }), {
			archiveFormat: 'zip',
			binaryPropertyNames: 'one, two',
			options: { fileName: 'both.zip' },
		});
		const result = await node.succeed('file.unpack', items[0]!);
		expect([await node.read(result.items[0]!), await node.read(result.items[1]!)]).toEqual([
			'id\n1\n',
			'id\n2\n',
		]);
	});

	it('makes one gzip file of each file', async () => {
		const items = [await node.item('id\n1\n'), await node.item('id\n2\n')];
		const { items: made } = await node.run('file.pack', items, { ...all, archiveFormat: 'gzip' });
		expect(made.map((item) => fileOf(item).fileName)).toEqual(['report.csv.gz', 'report.csv.gz']);
		const bytes = await node.harness.readBinary(made[1]!.binary!.data!);
		expect(gunzipSync(bytes).toString()).toBe('id\n2\n');
	});

	it('names the item whose field is missing, and keeps no archive', async () => {
		const { error, left } = await node.run('file.pack', [await node.item('x')], {
			...all,
			binaryPropertyNames: 'other',
		});
		expect(error?.message).toMatch(/other/);
		expect(left).toBe(0);
	});
});

async function* zeros() {
	for (let count = 0; count < 110; count++) yield Buffer.alloc(1_000_000);
}

function flipped(bytes: Buffer, at: number): Buffer {
	const damaged = Buffer.from(bytes);
	damaged[at < 0 ? damaged.length + at : at]! ^= 1;
	return damaged;
}

const DEFLATE64 =
	'UEsDBBUAAAAJAPYRfF2wNmVvdQAAACBOAAAHAAAAZDY0LmNzduXGoQ0AIAwAMM9LXEOCQQBm+39/rFU9e67788Xgx48fP378+PHjx48fP378+PHjx48fP378+PHjx48fP378+PHjx48fP378+PHjx48fP378+PHjx48fP378+PHjx48fP378+PHjx48fP378+PHjx48fP35tVlBLAQI/AxUAAAAJAPYRfF2wNmVvdQAAACBOAAAHACQAAAAAAAAAIICkgQAAAABkNjQuY3N2CgAgAAAAAAABABgAuR2VXt5+3QEAAAAAAAAAAAAAAAAAAAAAUEsFBgAAAAABAAEAWQAAAJoAAAAAAA==';
