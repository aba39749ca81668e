/**
 * Writes docs/openpgp-field-cases.md: what people meet in the field, and what the node says to it.
 *
 *   npx tsx tools/docs/fieldCases.mts           writes it
 *   npx tsx tools/docs/fieldCases.mts --check   ends with 1 when the file is behind what the test has written down
 */
import recorded from '../../test/OpenPgp/fieldCases/recorded.json';
import { works, type Recorded } from '../../test/OpenPgp/fieldCases/fieldCase.mts';
import { cell, keepUpToDate, run } from './upToDate.mts';

const COMMAND = 'npx tsx tools/docs/fieldCases.mts';
const cases: Recorded[] = recorded;

const HEAD = `# What people meet in the field

Written by \`${COMMAND}\` from what \`test/OpenPgp/fieldCases.test.mts\` compares, letter by letter, on every run: it makes each of
these keys and files anew, with gpg or OpenPGP.js, and gives them to the node and to the test of its credential in n8n's own
engine. Most follow a public report of somebody who met it with some OpenPGP program.

"Works" means that the user gets what they want, perhaps with a note. "Clear" means an error, with what to do below it (after
the arrow). KEY, FINGERPRINT and DATE stand for what differs from run to run. \`RECORD_FIELD_CASES=1 npm test -- fieldCases\`
writes down what is seen now: read every line that it changes.
`;

const row = ({ id, what, sees }: Recorded) =>
	`| ${id} | ${cell(what)} | ${works(sees) ? 'works' : 'clear'} | ${cell(sees)} |`;
const titles = [...new Set(cases.map(({ title }) => title))];
const working = cases.filter(({ sees }) => works(sees)).length;

run(
	async () =>
		await keepUpToDate('docs/openpgp-field-cases.md', {
			text: [
				HEAD,
				`${cases.length} cases: ${working} work, ${cases.length - working} end with a clear error.`,
				...titles.flatMap((title) => [
					`\n## ${title}\n`,
					'| Case | What comes in | | What the user sees |',
					'|---|---|---|---|',
					...cases.filter((one) => one.title === title).map(row),
				]),
				'',
			].join('\n'),
			from: 'test/OpenPgp/fieldCases/recorded.json',
			command: COMMAND,
		}),
);
