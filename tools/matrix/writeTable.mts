import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import type { Outcome } from './tryPackages.mts';

/** Replaces the table between the two comments of that name in a page. */
export async function writeTable(page: string, name: string, rows: Array<[string, Outcome]>): Promise<void> {
	const columns = [...new Set(rows.flatMap(([, outcome]) => Object.keys(outcome)))];
	const cell = (outcome: Outcome, column: string) => {
		const { ok, seen = '' } = outcome[column] ?? {};
		return ok === undefined
			? 'not run'
			: ok
				? 'works'
				: `**fails:** ${seen.trim().split('\n').at(-1)!.replaceAll('|', '\\|')}`;
	};
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	const table = [
		line(['', ...columns]),
		line(['---', ...columns.map(() => '---')]),
		...rows.map(([row, outcome]) => line([row, ...columns.map((column) => cell(outcome, column))])),
	].join('\n');
	const text = readFileSync(page, 'utf8').replace(
		new RegExp(`(<!-- ${name} -->)[^]*(<!-- end of ${name} -->)`),
		(_, start: string, end: string) => `${start}\n\n${table}\n\n${end}`,
	);
	writeFileSync(page, await format(text, { ...(await resolveConfig(page)), filepath: page }));
}
