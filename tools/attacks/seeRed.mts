import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { attacks, type Attack } from '../../test/attacks/attacks.mts';

const run = promisify(execFile);

/**
 * Sees every security test red: changes the product line in a copy of the repository, runs the test, restores the line.
 * `node --import tsx tools/attacks/seeRed.mts [words of a name, or part of a file]`; run it after a change of either side.
 */
async function seeAllRed(words: string): Promise<void> {
	const copy = await copyRepository();
	let green = 0;
	for (const attack of attacks.filter(({ name, file }) => `${name} ${file}`.includes(words))) {
		const outcome = await seeRed(copy, attack);
		if (outcome !== 'red') green++;
		console.log(`${outcome.padEnd(17)} ${attack.name}`);
	}
	await rm(copy, { recursive: true });
	process.exitCode = green > 0 ? 1 : 0;
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
async function seeRed(copy: string, { test, title, file, line, becomes }: Attack): Promise<string> {
	const target = path.join(copy, file);
	const code = await readFile(target, 'utf8');
	if (!code.includes(line)) return 'line not found';
	if (!(await isGreen(copy, test, title))) return 'red already';
	await writeFile(
		target,
		code.replace(line, () => becomes),
	);
	const stillGreen = await isGreen(copy, test, title);
	await writeFile(target, code);
	return stillGreen ? 'STILL GREEN' : 'red';
}

async function isGreen(cwd: string, test: string, title: string): Promise<boolean> {
	const escaped = title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	const jest = ['node_modules/jest/bin/jest.js', test, '-t', escaped, '--json', '--forceExit'];
	const { stdout } = await run(process.execPath, jest, { cwd, maxBuffer: 2 ** 26 }).catch(
		(failed: { stdout: string }) => failed,
	);
	const { numPassedTests, numFailedTests } = JSON.parse(stdout) as Record<string, number>;
	return numPassedTests! > 0 && numFailedTests === 0;
}

await seeAllRed(process.argv.slice(2).join(' '));
