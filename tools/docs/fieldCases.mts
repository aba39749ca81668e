/**
 * Writes docs/openpgp-field-cases.md: what people meet in the field, what the node says to it, and what others do.
 *
 *   npx tsx tools/docs/fieldCases.mts           writes it
 *   npx tsx tools/docs/fieldCases.mts --check   ends with 1 when the file does not match what was recorded
 */
import peers from '../../test/OpenPgp/fieldCases/peers.json';
import recorded from '../../test/OpenPgp/fieldCases/recorded.json';
import { opens, works, type PeerVerdicts, type Recorded } from '../../test/OpenPgp/fieldCases/fieldCase.mts';
import { onPurpose } from '../../test/OpenPgp/fieldCases/onPurpose.mts';
import { cell, keepUpToDate, run } from './upToDate.mts';

const COMMAND = 'npx tsx tools/docs/fieldCases.mts';
const cases: Recorded[] = recorded;
const { versions, cases: verdicts } = peers as PeerVerdicts;
const names = Object.keys(versions);

const HEAD = `# What people meet in the field

Written by \`${COMMAND}\` from what \`test/OpenPgp/fieldCases.test.mts\` compares, letter by letter, on every run: it makes each of
these keys and files anew and gives them to the node and to the test of its credential in n8n's own engine. Most follow a public
report of somebody who met it with some OpenPGP program.

"Works" means that the user gets what they want, perhaps with a note. "Clear" means an error, with what to do after the arrow.
KEY, FINGERPRINT and DATE stand for what differs from run to run. \`RECORD_FIELD_CASES=1 npm test -- fieldCases\` records what is
seen now: read every line that it changes.

The other columns are other programs, given the same bytes and the text of the same credential: ${names.map((name) => `${name} ${versions[name]!}`).join(', ')}.
**yes**: it returns exactly the content and calls no signature wrong (or reads the keys, encrypts, signs, calls the signature
valid). **no**: it does not, by itself and with its defaults. **–**: it cannot be asked; sq takes a passphrase from a terminal only.
\`npm run peers\` asks them again.
`;

const answer = (id: string, name: string) => verdicts[id]?.[name] ?? 'cannot be asked';
const signs = { opens: 'yes', refuses: 'no', 'cannot be asked': '–' };
const count = (is: (one: Recorded) => boolean) => cases.filter(is).length;
const isOpenedBy = (name: string, { id }: Recorded) => answer(id, name) === 'opens';

function compare(): string[] {
	return [
		'| | Ours opens it, this one does not | This one opens it, ours does not |',
		'|---|---|---|',
		...names.map((name) => {
			const ahead = count((one) => opens(one.sees) && answer(one.id, name) === 'refuses');
			const behind = count((one) => !opens(one.sees) && isOpenedBy(name, one));
			return `| ${name} | ${ahead} | ${behind} |`;
		}),
	];
}

function refusals(): string[] {
	const refused = cases.filter((one) => !opens(one.sees) && names.some((name) => isOpenedBy(name, one)));
	const reasons = refused.map(({ id }) => id);
	const wrong = [
		...reasons.filter((id) => onPurpose[id] === undefined),
		...Object.keys(onPurpose).filter((id) => !reasons.includes(id)),
	];
	if (wrong.length > 0) throw new Error(`onPurpose.mts does not match the verdicts: ${wrong.join(', ')}`);
	return [
		'| Case | What comes in | Who opens it | Why ours does not |',
		'|---|---|---|---|',
		...refused.map((one) => {
			const who = names.filter((name) => isOpenedBy(name, one)).join(', ');
			return `| ${one.id} | ${cell(one.what)} | ${who} | ${cell(onPurpose[one.id]!)} |`;
		}),
	];
}

const row = ({ id, what, sees }: Recorded) =>
	`| ${[id, cell(what), works(sees) ? 'works' : 'clear', ...names.map((name) => signs[answer(id, name)]), cell(sees)].join(' | ')} |`;
const titles = [...new Set(cases.map(({ title }) => title))];
const working = count(({ sees }) => works(sees));

run(
	async () =>
		await keepUpToDate('docs/openpgp-field-cases.md', {
			text: [
				HEAD,
				`${cases.length} cases: ${working} work, ${cases.length - working} end with a clear error.\n`,
				...compare(),
				'\n## What another program opens and ours refuses, on purpose\n',
				...refusals(),
				...titles.flatMap((title) => [
					`\n## ${title}\n`,
					`| Case | What comes in | | ${names.join(' | ')} | What the user sees |`,
					`|---|---|---|${names.map(() => '---|').join('')}---|`,
					...cases.filter((one) => one.title === title).map(row),
				]),
				'',
			].join('\n'),
			from: 'what test/OpenPgp/fieldCases has recorded',
			command: COMMAND,
		}),
);
