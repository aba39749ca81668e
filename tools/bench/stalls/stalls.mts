/**
 * How long the Report File node lets n8n wait: each operation over files that are hard for it, in n8n-core's engine, each
 * in a process of its own. `npm run bench -- --stalls`. "Longest stall" is by the clock, and counts on a machine that does
 * nothing else; "idle" is the same timer while nothing is done; "work" is the processor time between two turns of the
 * event loop, which others on the machine change little.
 *
 *   npm run bench -- --stalls [--mb 200] [--works inspect,toParquet,…] [--inputs usual,quotes,…] [--folder .bench]
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { nodePath } from '../measure.mts';
import { makeInput } from './inputs.mts';
import { works } from './works.mts';

const STALL_AT_MOST = 50;

const { values } = parseArgs({
	options: {
		stalls: { type: 'boolean' },
		mb: { type: 'string', default: '200' },
		works: { type: 'string', default: Object.keys(works).join(',') },
		inputs: { type: 'string', default: '' },
		folder: { type: 'string', default: '.bench' },
	},
});
const folder = path.resolve(values.folder);
mkdirSync(folder, { recursive: true });
execFileSync('npm', ['run', 'build', '--silent'], { stdio: 'inherit' });

const made = (name: string) => path.join(folder, `stalls-${values.mb}-${name}`);

/** The path of an input; `usual.toExcel` is what that work makes of that input. */
function inputOf(name: string): string {
	const [input, work] = name.split('.') as [string, string?];
	if (work === undefined) return makeInput(folder, input, Number(values.mb));
	if (!existsSync(made(name))) run(work, input, made(name));
	return made(name);
}

function run(work: string, input: string, output?: string) {
	const { operation, parameters = {} } = works[work]!;
	const worker = [
		'--require',
		'tsx/cjs',
		'tools/bench/stalls/worker.cts',
		operation,
		JSON.stringify(parameters),
	];
	const args = [...worker, inputOf(input), ...(output === undefined ? [] : [output])];
	const { stdout, stderr, status } = spawnSync(nodePath(), args, { encoding: 'utf8' });
	if (status !== 0) throw new Error(`${work} of ${input} ended with ${status}: ${stderr}`);
	return JSON.parse(stdout) as Record<'stall' | 'cpuStall' | 'idle' | 'cpuSeconds' | 'memory', number> & {
		error?: string;
	};
}

console.log(
	'| Work | Input | longest stall (ms) | idle (ms) | work (ms) | CPU (s) | memory above idle (MB) | error |',
);
console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
const tooLong: string[] = [];
for (const work of values.works.split(',')) {
	for (const input of works[work]!.inputs) {
		if (values.inputs !== '' && !values.inputs.split(',').includes(input)) continue;
		const { stall, cpuStall, idle, cpuSeconds, memory, error = '' } = run(work, input);
		const figures = [stall, idle, cpuStall].map((ms) => ms.toFixed(0));
		const others = [cpuSeconds.toFixed(1), (memory / 1e6).toFixed(0), error.slice(0, 80)];
		console.log(`| ${[work, input, ...figures, ...others].join(' | ')} |`);
		if (stall - idle > STALL_AT_MOST) tooLong.push(`${work} of ${input}`);
	}
}
console.log(
	tooLong.length === 0
		? `No stall is more than ${STALL_AT_MOST} ms longer than the idle one.`
		: `More than ${STALL_AT_MOST} ms above idle: ${tooLong.join(', ')}`,
);
