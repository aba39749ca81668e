import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { attackFiles, testOf, type Attack } from '../../test/attacks/attack.mts';

const run = promisify(execFile);

/** A test that hangs under its change says nothing: a loop without an end holds Jest, too. */
const TOO_LONG = 'RAN TOO LONG';
const TIME_OUT_MS = 10 * 60_000;

interface Entry extends Attack {
	test: string;
}
interface Outcome {
	title: string;
	status: string;
}

/**
 * Sees the security tests red: changes one product line in a copy of the repository, runs the test, restores the line.
 * `npm run attacks -- [words of a name, or part of a file]`. Ends with 1 when a test stays green, is red without the
 * change, or does not exist.
 */
async function seeAllRed(words: string): Promise<void> {
	const copy = await copyRepository();
	const wanted = (await readEntries()).filter(({ name, file, test }) =>
		`${name} ${file} ${test}`.includes(words),
	);
	let wrong = 0;
	for (const test of new Set(wanted.map((entry) => entry.test))) {
		const before = await runTest(copy, test);
		for (const entry of wanted.filter((one) => one.test === test)) {
			const outcome = await seeRed(copy, entry, before);
			if (outcome !== 'red') wrong++;
			console.log(`${outcome.padEnd(17)} ${entry.name}`);
		}
	}
	await rm(copy, { recursive: true });
	console.log(`\n${wanted.length - wrong} of ${wanted.length} red`);
	process.exitCode = wrong > 0 || wanted.length === 0 ? 1 : 0;
}

async function readEntries(): Promise<Entry[]> {
	const lists = await Promise.all(
		attackFiles().map(async (file) => {
			const { attacks } = (await import(path.resolve(file))) as { attacks: Attack[] };
			return attacks.map((attack) => ({ ...attack, test: testOf(file) }));
		}),
	);
	return lists.flat();
}

async function copyRepository(): Promise<string> {
	const copy = await mkdtemp(path.join(tmpdir(), 'see-red-'));
	const left = ['node_modules', 'dist', '.git', '.bench'];
	await cp('.', copy, {
		recursive: true,
		filter: (source) => !left.includes(source.split(path.sep)[0]!) && !source.includes('/node_modules'),
	});
	await symlink(path.resolve('node_modules'), path.join(copy, 'node_modules'));
	return copy;
}

/** `line not found` and `no such test` mean that the list is older than the code. */
async function seeRed(
	copy: string,
	{ test, title, file, line, becomes }: Entry,
	before: Outcome[] | undefined,
): Promise<string> {
	const target = path.join(copy, file);
	const code = await readFile(target, 'utf8');
	if (!code.includes(line)) return 'line not found';
	if (before === undefined) return TOO_LONG;
	const chosen = before.filter((one) => one.title.includes(title));
	if (chosen.length === 0) return 'no such test';
	if (chosen.some(({ status }) => status !== 'passed')) return 'red already';
	await writeFile(
		target,
		code.replace(line, () => becomes),
	);
	const outcomes = await runTest(copy, test, title);
	await writeFile(target, code);
	if (outcomes === undefined) return TOO_LONG;
	const after = outcomes.filter((one) => one.title.includes(title));
	// A file that no longer loads has no results: red, but not for the reason that is looked for.
	if (after.length === 0) return 'DOES NOT LOAD';
	return after.some(({ status }) => status === 'failed') ? 'red' : 'STILL GREEN';
}

async function runTest(cwd: string, test: string, title?: string): Promise<Outcome[] | undefined> {
	const escaped = title?.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	const only = escaped === undefined ? [] : ['-t', escaped];
	const jest = ['node_modules/jest/bin/jest.js', '--runTestsByPath', test, ...only, '--json', '--forceExit'];
	const { stdout } = await run(process.execPath, [...jest, '--reporters', 'default'], {
		cwd,
		maxBuffer: 2 ** 26,
		timeout: TIME_OUT_MS,
		killSignal: 'SIGKILL',
	}).catch((failed: { stdout: string }) => failed);
	if (stdout === '') return undefined;
	const { testResults } = JSON.parse(stdout) as {
		testResults: { assertionResults: { fullName: string; status: string }[] }[];
	};
	return testResults.flatMap(({ assertionResults }) =>
		assertionResults.map(({ fullName, status }) => ({ title: fullName, status })),
	);
}

await seeAllRed(process.argv.slice(2).join(' '));
