/**
 * Writes docs/reportflow-errors.md: what a user of the ReportFlow node sees when something goes wrong, from the cases that
 * `test/ReportFlow/operations/errorTexts.test.mts` runs the node into.
 *
 *   npm run docs         writes it, and every other one
 *   npm run docs:check   ends with 1 when it is behind the cases
 */
import {
	beforehand,
	downloading,
	generating,
	type ErrorCase,
} from '../../test/ReportFlow/operations/errorCases.mts';
import { cell, keepUpToDate, run } from './upToDate.mts';

const COMMAND = 'npm run docs';

const row = ({ what, message, description }: ErrorCase) =>
	`| ${cell(what)} | ${cell(message)} | ${cell(description)} |`;

const table = (cases: ErrorCase[]) =>
	['| When | What the node says | What it tells you to do |', '|---|---|---|', ...cases.map(row)].join('\n');

const text = `# Errors of the ReportFlow node

Made by \`${COMMAND}\` from \`test/ReportFlow/operations/errorCases.mts\`. \`npm test -- pdfErrorTexts\` runs the node into each of them,
in n8n's own code, against the sandbox, and compares both texts. \`HOST\` stands for the host of the API.

What ReportFlow itself says stands behind the colon, in its own language. Names such as \`FILE_LIMIT_REACHED\` are those of
ReportFlow's catalogue; it does not send them. The node decides by the status alone.

A generation is sent again only when it certainly did not run: after 429, and when no connection came about. A download or
a look-up is also sent again after 500 to 599 and after a connection that broke off. Only then does one of these errors show.

## Before anything is billed

${table(beforehand)}

## Generating

${table(generating)}

## Downloading

${table(downloading)}
`;

run(
	async () =>
		await keepUpToDate('docs/reportflow-errors.md', {
			text,
			from: 'test/ReportFlow/operations/errorCases.mts',
			command: COMMAND,
		}),
);
