/**
 * Writes the table in test/attacks/README.md from the list of attacks.
 *
 *   npx tsx tools/docs/attacksTable.mts           writes it
 *   npx tsx tools/docs/attacksTable.mts --check   ends with 1 when it is behind the list
 */
import { readFile } from 'node:fs/promises';
import { attacks, type Attack } from '../../test/attacks/attacks.mts';
import { between, keepUpToDate, run } from './upToDate.mts';

const FILE = 'test/attacks/README.md';

/** Code in a cell: on one line, and with no sign that would end the cell or the code. */
function code(text: string): string {
	const line = text.trim().replace(/\s+/g, ' ').replace(/\|/g, '\\|');
	if (line === '') return 'removed';
	return line.includes('`') ? `\`\` ${line} \`\`` : `\`${line}\``;
}

const row = ({ name, test, title, file, line, becomes }: Attack) =>
	`| ${name} | ${test.replace(/^test\//, '')}: "${title}" | ${file.replace(/^nodes\//, '')}: ${code(line)} | ${code(becomes)} |`;

run(async () => {
	const head = '| What somebody tries | Test | Product line | Becomes |\n|---|---|---|---|';
	const table = [head, ...attacks.map(row)].join('\n');
	await keepUpToDate(FILE, {
		text: between(await readFile(FILE, 'utf8'), 'attacks', table),
		from: 'test/attacks/attacks.mts',
		command: 'npx tsx tools/docs/attacksTable.mts',
	});
});
