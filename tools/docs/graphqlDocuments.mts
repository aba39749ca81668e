/**
 * Writes the list of every GraphQL document that this package can send into docs/tesouro-graphql.md.
 *
 *   npm run docs         writes it, and every other one
 *   npm run docs:check   ends with 1 when the list is behind the code
 */
import { readFile, writeFile } from 'node:fs/promises';
import { buildSchema, parse, print, validate } from 'graphql';
import { format, resolveConfig } from 'prettier';
import { allDocuments, type SentDocument } from '../../test/Tesouro/reports/allDocuments.mts';

const FILE = 'docs/tesouro-graphql.md';

const HEAD = `# What is sent to Tesouro's GraphQL API

Every GraphQL document that this package can send, written by \`npm run docs\` from the code that
sends them. Each is validated in \`test/Tesouro/reports/documents.test.mts\` against the part of Tesouro's schema that is in
\`tools/sandbox/Tesouro/schema.graphql\`. Names are Tesouro's: its SDK's schema of June 2025, and for \`allocations\` its operation page
of 2026. The option "Fields" of Run Query puts other fields in the place of those between \`items {\` and \`}\`.
`;

const row = ({ name, sender }: SentDocument) => `| \`${name}\` | ${sender} |`;
const section = ({ name, document }: SentDocument) =>
	`## ${name}\n\n\`\`\`graphql\n${print(parse(document))}\n\`\`\`\n`;

async function wanted(): Promise<string> {
	const documents = allDocuments();
	const schema = buildSchema(await readFile('tools/sandbox/Tesouro/schema.graphql', 'utf8'));
	for (const { name, document } of documents) {
		const [mistake] = validate(schema, parse(document));
		if (mistake) throw new Error(`${name} is not valid for the schema: ${mistake.message}`);
	}
	const table = ['| Document | Sent by |', '|---|---|', ...documents.map(row)].join('\n');
	const text = [HEAD, table, ...documents.map(section)].join('\n\n');
	return await format(text, { ...(await resolveConfig(FILE)), filepath: FILE });
}

async function main(): Promise<void> {
	const text = await readFile(FILE, 'utf8').catch(() => '');
	const current = await wanted();
	if (text === current) return;
	if (!process.argv.includes('--check')) return await writeFile(FILE, current);
	console.error(`${FILE} is behind the code. Run: npm run docs`);
	process.exitCode = 1;
}

main().catch((error: Error) => {
	console.error(error.message);
	process.exitCode = 1;
});
