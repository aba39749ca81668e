import { spawnSync } from 'node:child_process';
import { nodePath } from '../measure.mts';

/** Each work, and who does it. */
export const works = {
	count: ['ours', 'duckdb', 'miller'],
	split: ['ours'],
	inspect: ['ours', 'duckdb'],
	objects: ['ours', 'udsv', 'csv-parse'],
	summarize: ['ours', 'duckdb', 'miller'],
	filter: ['ours', 'duckdb'],
} as const;
export type Work = keyof typeof works;
export type Implementation = (typeof works)[Work][number];

export interface RowsFigure {
	implementation: Implementation;
	work: Work;
	megabytes: number;
	seconds: number;
	/** Of the processor, which others on the machine change little; undefined for Miller. */
	cpuSeconds?: number;
	/** In bytes above that of the process before the work; undefined for Miller. */
	memory?: number;
	/** The longest stall of the event loop in milliseconds; ours alone works on the loop. */
	stall?: number;
}

const millerVerbs: Partial<Record<Work, string[]>> = {
	count: ['count'],
	summarize: ['stats1', '-a', 'sum', '-f', 'net', '-g', 'currency,kind'],
};

/** One run in a process of its own. */
export function measureRows(
	implementation: Implementation,
	work: Work,
	file: string,
	peers: string,
): Omit<RowsFigure, 'megabytes'> & { result: unknown } {
	if (implementation === 'miller') {
		const started = performance.now();
		start('mlr', ['--icsv', '--ojson', ...millerVerbs[work]!, file]);
		return { implementation, work, seconds: (performance.now() - started) / 1000, result: undefined };
	}
	const said = start(nodePath(), ['tools/bench/rows/worker.cjs', implementation, work, file, peers]);
	const { result, seconds, cpuSeconds, memory, stall } = JSON.parse(said) as Required<RowsFigure> & {
		result: unknown;
	};
	return {
		implementation,
		work,
		seconds,
		cpuSeconds,
		memory,
		...(implementation === 'ours' && { stall }),
		result,
	};
}

function start(command: string, args: string[]): string {
	const { stdout, stderr, status } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
	if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`);
	return stdout;
}
