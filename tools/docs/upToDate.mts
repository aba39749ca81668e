import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';

/**
 * Writes a generated file. With `--check` it writes nothing, and ends the process with 1 when the file does not match what it is
 * made from.
 */
export async function keepUpToDate(
	file: string,
	{ text, from, command }: { text: string; from: string; command: string },
): Promise<void> {
	const wanted = await format(text, { ...(await resolveConfig(file)), filepath: file });
	const found = await readFile(file, 'utf8').catch(() => '');
	if (found === wanted) return;
	if (!process.argv.includes('--check')) return await writeFile(file, wanted);
	console.error(`${file} does not match ${from}. Run: ${command}`);
	process.exitCode = 1;
}

/** The text with something else between its lines `<!-- name: start -->` and `<!-- name: end -->`. */
export function between(text: string, name: string, content: string): string {
	const [startLine, endLine] = [`<!-- ${name}: start -->`, `<!-- ${name}: end -->`];
	const start = text.indexOf(startLine);
	const end = text.indexOf(endLine);
	if (start < 0 || end < start) throw new Error(`The lines ${startLine} and ${endLine} are missing`);
	return `${text.slice(0, start)}${startLine}\n\n${content}\n\n${text.slice(end)}`;
}

/** A text as it fits into a cell of a table. Within code, Markdown shows `<` as it is. */
export const cell = (text: string) =>
	text
		.split(/(`[^`]*`)/)
		.map((part, at) => (at % 2 === 1 ? part : part.replaceAll('<', '&lt;')))
		.join('')
		.replaceAll('|', '\\|')
		.replace(/\s+/g, ' ')
		.trim();

/** Ends the process with the text of what went wrong. */
export function run(work: () => Promise<void>): void {
	work().catch((error: Error) => {
		console.error(error.message);
		process.exitCode = 1;
	});
}
