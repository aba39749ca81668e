/**
 * Whether the exported repositories stand alone: `npm run export:check -- tesouro|connectreport|reportflow|openpgp|files|all`
 * exports each into a new folder and runs there what its README tells a newcomer to run, and n8n's scanner. With
 * `--short` it borrows the packages of this repository, and stops after lint and types.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { services } from './services.mts';

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { short: { type: 'boolean', default: false } },
});
const chosen = services.filter(({ id }) => positionals.includes(id) || positionals.includes('all'));
if (chosen.length === 0) {
	console.error(`Name what to check: ${services.map(({ id }) => id).join(', ')}, or all.`);
	process.exit(2);
}

const short = [
	['run', 'typecheck'],
	['run', 'lint'],
];
const full = [['ci', '--no-audit', '--no-fund'], ...short, ['test'], ['run', 'build'], ['run', 'scan']];

/** The lines worth a place in the table: what jest counted, and what the scanner found. */
const figuresIn = (output: string) =>
	[...output.matchAll(/^(?:Tests: .*|Scanner, .*)$/gm)].map(([line]) => line.replace(/\s+/g, ' ')).join('; ');

/** Runs npm; its output is shown only if it fails. */
function npm(label: string, args: string[], cwd: string): boolean {
	const started = Date.now();
	const { status, stdout, stderr } = spawnSync('npm', args, {
		cwd,
		encoding: 'utf8',
		maxBuffer: 1e9,
		timeout: 45 * 60_000,
	});
	const output = `${stdout}\n${stderr}`;
	const seconds = Math.round((Date.now() - started) / 1000);
	console.log(
		`${status === 0 ? 'ok  ' : 'FAIL'} ${label.padEnd(48)} ${`${seconds} s`.padStart(6)}  ${figuresIn(output)}`,
	);
	if (status !== 0) console.log(output.slice(-6_000));
	return status === 0;
}

const folder = mkdtempSync(path.join(tmpdir(), 'report-delivery-export-'));
try {
	const checks = chosen.map(({ id, packageName }) => {
		const target = path.join(folder, packageName);
		const lock = values.short ? [] : ['--lock'];
		const steps = values.short ? short : full;
		if (!npm(`${packageName}: export`, ['run', 'export', '--', id, '--to', folder, ...lock], process.cwd()))
			return false;
		if (values.short) symlinkSync(path.resolve('node_modules'), path.join(target, 'node_modules'));
		return steps.every((args) => npm(`${packageName}: npm ${args.slice(0, 2).join(' ')}`, args, target));
	});
	process.exitCode = checks.every(Boolean) ? 0 : 1;
} finally {
	rmSync(folder, { recursive: true, force: true });
}
