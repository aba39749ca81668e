/**
 * Writes docs/openpgp-forms.md: which files are opened, from the recipes that `npm run test:interop` makes and opens.
 *
 *   npm run docs         writes it, and every other one
 *   npm run docs:check   ends with 1 when it is behind the recipes
 */
import { forms, type Form } from '../interop/forms.mts';
import { makers, recipes, type Recipe } from '../interop/recipes.mts';
import { keepUpToDate, run } from './upToDate.mts';

const COMMAND = 'npm run docs';

const verdicts = {
	none: 'opened',
	valid: 'opened, signature valid',
	'unknown signer': 'opened, signer unknown',
};

const resultOf = ({ expected }: Recipe) =>
	typeof expected === 'string' ? verdicts[expected] : `refused: ${expected.because}`;

const unique = (texts: string[]) => [...new Set(texts)];

function formRow([form, title]: [string, string]): string {
	const showing = recipes.filter((recipe) => recipe.forms.includes(form as Form));
	if (showing.length === 0) throw new Error(`No recipe shows "${title}"`);
	const madeBy = makers.filter((maker) => showing.some((recipe) => recipe.maker === maker));
	return `| ${title} | ${madeBy.join(', ')} | ${unique(showing.map(resultOf)).join('; ')} |`;
}

const fileRow = (recipe: Recipe) => `| ${recipe.maker} | ${recipe.file} | ${resultOf(recipe)} |`;

const text = `# Which OpenPGP files are read

Made by \`${COMMAND}\` from \`tools/interop/recipes.mts\`. \`npm run test:interop\` makes each of these files with the
program itself, checks its form (by the packets that gpg lists), opens it in pieces of two sizes, and compares every byte.

"Opened" means: to its end, with its integrity proven. "Refused" means: an error that says why, and no output.

## By form

| Form | Made by | Result |
|---|---|---|
${Object.entries(forms).map(formRow).join('\n')}

## By file

| Made by | File | Result |
|---|---|---|
${makers
	.flatMap((maker) => recipes.filter((recipe) => recipe.maker === maker))
	.map(fileRow)
	.join('\n')}
`;

run(
	async () =>
		await keepUpToDate('docs/openpgp-forms.md', {
			text,
			from: 'tools/interop/recipes.mts',
			command: COMMAND,
		}),
);
