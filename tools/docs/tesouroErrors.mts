/**
 * Writes what users see when something goes wrong at Tesouro into docs/tesouro-errors.md.
 *
 *   npm run docs         writes it, and every other one
 *   npm run docs:check   ends with 1 when the file is behind the list
 */
import { errorTexts, type ErrorText } from '../../test/Tesouro/api/errorTexts.mts';
import { cell, keepUpToDate, run } from './upToDate.mts';

const HEAD = `# What you see when Tesouro refuses or fails

Written by \`npm run docs\` from \`test/Tesouro/api/errorTexts.mts\`. The test beside that list makes the
sandbox misbehave in each of these ways and compares both texts, letter by letter. _ID_ stands for the \`x-request-id\` of the
answer, _HOST_ for the host of the API.

- The first text is the red line of the node, the second stands below it. With "continue on fail", the item carries both in
  \`error\`.
- **An access token that expires** is renewed on the way, whether Tesouro says 401 or 400 with "The token has been expired.":
  you see nothing of it. Only when the fresh one is refused, too, there is an error.
- **429 and 5xx, and no answer**, are tried again up to three times for whatever does no harm twice, not before the time
  that Tesouro names. Then you see the error. For "no answer" there is no x-request-id: nothing came that could hold one.
- **A request for a report whose answer was lost** is looked for in Tesouro's list before it is sent again.
`;

const row = ({ what, message, description }: ErrorText) =>
	`| ${[what, message, description].map(cell).join(' | ')} |`;

run(async () => {
	const table = ['| What happens | What you see | Below it |', '|---|---|---|', ...errorTexts.map(row)].join(
		'\n',
	);
	await keepUpToDate('docs/tesouro-errors.md', {
		text: `${HEAD}\n${table}\n`,
		from: 'test/Tesouro/api/errorTexts.mts',
		command: 'npm run docs',
	});
});
