/**
 * Are the generated tables and pages up to date? Every other file in this folder that makes one is asked. With `--write`,
 * all are made anew instead.
 */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const folder = path.resolve('tools/docs');
const isWrite = process.argv.includes('--write');
const notGenerators = ['checkAll.mts', 'tableCell.mts', 'upToDate.mts'];
const generators = readdirSync(folder).filter((file) => !notGenerators.includes(file));
const check = isWrite ? [] : ['--check'];
const run = promisify(execFile);
const flags = ['--require', './tools/wasm/wasmRequire.cjs', '--import', 'tsx'];
await Promise.all(
	generators.map(async (file) => {
		await run(process.execPath, [...flags, path.join(folder, file), ...check]).catch((error) => {
			console.error((error as { stderr: string }).stderr.trim());
			process.exitCode = 1;
		});
	}),
);
