import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';

/** Rewrites what stands between `<!-- name: start -->` and `<!-- name: end -->` of a Markdown file. */
export async function writeBetweenMarks(file: string, name: string, content: string): Promise<void> {
	const [startMark, endMark] = [`<!-- ${name}: start -->`, `<!-- ${name}: end -->`];
	const text = await readFile(file, 'utf8');
	const start = text.indexOf(startMark);
	const end = text.indexOf(endMark);
	if (start < 0 || end < start) throw new Error(`${file} has no marks ${startMark} and ${endMark}`);
	const written = `${text.slice(0, start + startMark.length)}\n\n${content}\n\n${text.slice(end)}`;
	await writeFile(file, await format(written, { ...(await resolveConfig(file)), filepath: file }));
}
