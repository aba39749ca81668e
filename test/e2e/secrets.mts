import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stage } from './stage.mts';

/** Whole lines of the armour: a piece of the key is the key's secret as well. */
const armourLines = (armour: string) => armour.split(/\r?\n/).filter((line) => /^[\w+/]{60,}$/.test(line));

/** What nobody may find outside the encrypted credentials, by what it is. */
function secretsOf({ sandbox, key, tokens }: Stage): Array<[what: string, text: string]> {
	return [
		['the client secret', sandbox.clientSecret],
		...sandbox.notificationSecrets.map(({ secret }) => ['a signing secret', secret] as [string, string]),
		['the passphrase', key.passphrase],
		['a private key', 'BEGIN PGP PRIVATE KEY'],
		...armourLines(key.privateKey).map((line) => ['a line of the private key', line] as [string, string]),
		...[...tokens].map((token) => ['an access token', token] as [string, string]),
	];
}

/** The part of each link that opens the file. */
const linksOf = ({ sandbox }: Stage) =>
	[...sandbox.reports.values()].map(({ url }) => ['a link', new URL(url).pathname.split('/')[2]!] as const);

/** What keeps texts in a running n8n. */
type Texts = Pick<Stage, 'n8n' | 'userFolder'> & { workflows: Array<{ id: string }> };

async function databaseOf({ userFolder }: Texts): Promise<string> {
	const folder = join(userFolder, '.n8n');
	const names = (await readdir(folder)).filter((name) => name.startsWith('database.sqlite'));
	const files = await Promise.all(names.map(async (name) => await readFile(join(folder, name), 'latin1')));
	return files.join('\n');
}

/** All data of all executions, as n8n's API gives it. */
export async function executionTexts({ n8n, workflows }: Texts): Promise<string[]> {
	const lists = await Promise.all(
		workflows.map(async ({ id }) => await n8n.executions({ workflowId: id, includeData: true })),
	);
	return lists.flat().map((execution) => JSON.stringify(execution));
}

/** Each secret that can be read somewhere, and where. */
export async function findSecrets(
	stage: Texts,
	secrets: Array<[what: string, text: string]>,
): Promise<string[]> {
	const places: Array<[where: string, text: string]> = [
		['the log', await readFile(stage.n8n.logFile, 'utf8')],
		['the database', await databaseOf(stage)],
		['an execution', (await executionTexts(stage)).join('\n')],
	];
	return places.flatMap(([where, text]) =>
		secrets.filter(([, secret]) => text.includes(secret)).map(([what]) => `${what} in ${where}`),
	);
}

/** Where a secret can be read that should not be: n8n's log, its database, the data of executions. */
export async function leaks(stage: Stage): Promise<string[]> {
	const log = await readFile(stage.n8n.logFile, 'utf8');
	const found = await findSecrets(stage, secretsOf(stage));
	const links = linksOf(stage).filter(([, link]) => log.includes(link));
	return [...new Set([...found, ...links.map(([what]) => `${what} in the log`)])];
}
