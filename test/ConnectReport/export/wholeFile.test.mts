import { readFileSync } from 'node:fs';
import { wholeFile } from '../../../nodes/ConnectReport/export/wholeFile';
import { renderFile } from '../../../tools/sandbox/ConnectReport/renderFile.mts';
import type { FileType, State } from '../../../tools/sandbox/ConnectReport/state.mts';

const errors = { otherKind: () => new Error('other kind'), cutOff: () => new Error('cut off') };

const report = {
	id: 'b9e574a9-fb52-443b-a1aa-1eed82a8b1ba',
	title: 'Sales',
	reportTaskId: 't',
	templateId: 'v',
	createdAt: '2026-01-01T00:00:00Z',
	tags: [],
};
const make = async (type: FileType) =>
	await renderFile({ files: new Map(), padding: 200_000 } as unknown as State, report, type);

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(bytes: Buffer, ending: string, size = 65_536): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of wholeFile(pieces(bytes, size), ending, errors)) chunks.push(chunk);
	return Buffer.concat(chunks);
}

describe.each(['xlsx', 'pdf'] as const)('a file ending in %s', (type) => {
	it.each([1, 7, 1_000, 65_536, 10_000_000])('passes unchanged in pieces of %i bytes', async (size) => {
		const bytes = await make(type);
		const whole = size === 1 ? bytes : bytes;
		expect((await read(whole, type, Math.max(size, Math.ceil(bytes.length / 5_000)))).equals(bytes)).toBe(
			true,
		);
	});

	it.each([1, 10, 1_000])('counts as cut off when its last %i bytes are missing', async (missing) => {
		const bytes = await make(type);
		const isPdfEnd = type === 'pdf' && missing === 1;
		const cut = read(bytes.subarray(0, bytes.length - missing), type);
		// Behind the mark of a PDF there may be a line end or none.
		if (isPdfEnd) await cut.catch(() => undefined);
		else await expect(cut).rejects.toThrow('cut off');
	});

	it.each([
		['nothing', Buffer.alloc(0)],
		['a login page', Buffer.from('<!DOCTYPE html><html>')],
		['JSON', Buffer.from('{"message":"Internal error"}')],
		['text', readFileSync('package.json')],
	])('is refused when it is %s', async (_what, bytes) => {
		await expect(read(bytes, type)).rejects.toThrow('other kind');
	});

	it('is refused when it is the other of the two', async () => {
		await expect(read(await make(type === 'pdf' ? 'xlsx' : 'pdf'), type)).rejects.toThrow('other kind');
	});
});

describe('a ZIP', () => {
	it('is refused as a workbook when it is not one', async () => {
		const workbook = await make('xlsx');
		const other = Buffer.from(workbook.toString('latin1').replaceAll('xl/workbook', 'xx/workbook'), 'latin1');
		await expect(read(other, 'xlsx')).rejects.toThrow('other kind');
		await expect(read(workbook, 'docx')).rejects.toThrow('other kind');
	});

	it('is not whole with anything after its end', async () => {
		await expect(read(Buffer.concat([await make('xlsx'), Buffer.from('x')]), 'xlsx')).rejects.toThrow(
			'cut off',
		);
	});
});

describe('a file of another kind', () => {
	it('passes, unless it is empty or a web page', async () => {
		expect((await read(Buffer.from('a;b\n'), 'csv')).toString()).toBe('a;b\n');
		await expect(read(Buffer.alloc(0), 'csv')).rejects.toThrow('cut off');
		await expect(read(Buffer.from('  <html>'), 'csv')).rejects.toThrow('other kind');
		expect((await read(Buffer.from('<html>'), 'html')).toString()).toBe('<html>');
	});
});
