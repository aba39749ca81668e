import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { configure, Uint8ArrayReader, ZipWriter, type ZipWriterConstructorOptions } from '@zip.js/zip.js';
import type { Knobs } from './knobs.mts';
import { renderPdf } from './render.mts';
import type { SandboxFile } from './state.mts';

configure({ useWebWorkers: false });

const bombBytes = 200 * 1024 * 1024;

interface Entry {
	name: string;
	bytes: () => Promise<Uint8Array>;
}

/** As the common libraries for servers write them: deflated, sizes behind the content. */
const forms: Partial<Record<Knobs['zip'], ZipWriterConstructorOptions>> = {
	stored: { level: 0, dataDescriptor: true },
	'sizes-first': { level: 6, dataDescriptor: false },
	'stored-sizes-first': { level: 0, dataDescriptor: false },
	zip64: { level: 6, dataDescriptor: true, zip64: true },
	encrypted: { level: 6, password: 'secret' },
};

/** Writes the files of a request as a ZIP to a path. */
export async function zipFiles(files: SandboxFile[], knob: Knobs['zip'], path: string): Promise<void> {
	if (knob === 'not-zip') return writeFile(path, 'This is not a ZIP.');
	const sink = Writable.toWeb(createWriteStream(path)) as WritableStream<Uint8Array>;
	const writer = new ZipWriter(sink, { level: 6, dataDescriptor: true, ...forms[knob] });
	for (const { name, bytes } of entriesOf(files, knob)) {
		await writer.add(name, new Uint8ArrayReader(await bytes()));
	}
	await writer.close();
	if (knob in distortions) await writeFile(path, distort(knob, await readFile(path), files));
}

const centralHeader = Buffer.from('PK\x01\x02');

/** What the library refuses to write. */
const distortions: Partial<Record<Knobs['zip'], (zip: Buffer, files: SandboxFile[]) => Buffer>> = {
	truncated: (zip) => zip.subarray(0, Math.floor(zip.length / 2)),
	'no-directory': (zip) => zip.subarray(0, zip.indexOf(centralHeader)),
	'flipped-byte'(zip) {
		const middle = Math.floor(zip.indexOf(centralHeader) / 2);
		zip.writeUInt8(zip.readUInt8(middle) ^ 1, middle);
		return zip;
	},
	'same-names'(zip, [file]) {
		const name = Buffer.from(file?.fileName ?? '');
		const other = Buffer.from(otherName(file?.fileName ?? ''));
		for (let at = zip.indexOf(other); at >= 0; at = zip.indexOf(other, at)) name.copy(zip, at);
		return zip;
	},
};

const distort = (knob: Knobs['zip'], zip: Buffer, files: SandboxFile[]) =>
	distortions[knob]?.(zip, files) ?? zip;

/** As long as the name, and no name that anybody gives a file. */
const otherName = (name: string) => '\u0001'.repeat(Buffer.byteLength(name));

function entriesOf(files: SandboxFile[], knob: Knobs['zip']): Entry[] {
	const entries: Entry[] = files.map((file) => ({ name: file.fileName, bytes: async () => renderPdf(file) }));
	const [first] = entries as [Entry];
	if (knob === 'parent-paths') return entries.map((entry) => ({ ...entry, name: `../../${entry.name}` }));
	if (knob === 'same-names') return [...entries, { ...first, name: otherName(first.name) }];
	if (knob === 'extra-entry')
		return [...entries, { name: 'readme.txt', bytes: async () => Buffer.from('Hello') }];
	if (knob === 'missing-entry') return entries.slice(0, -1);
	if (knob === 'bomb')
		return [{ ...first, bytes: async () => Buffer.alloc(bombBytes, ' ') }, ...entries.slice(1)];
	if (knob === 'not-pdf-entry')
		return [{ ...first, bytes: async () => Buffer.from('{"statusCode":500}') }, ...entries.slice(1)];
	return entries;
}
