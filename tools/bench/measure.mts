import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Data, Form } from './data.mts';

/** Where the plaintext goes: nowhere, so that no disk is measured, or into a file, as n8n's binary store has it. */
export const targets = {
	discard: ['gpg', 'openpgp', 'ours', 'ours, node:zlib'],
	store: ['gpg', 'openpgp', "ours, n8n's store"],
} as const;
export type Target = keyof typeof targets;
export type Implementation = (typeof targets)[Target][number];

export interface Figure {
	implementation: Implementation;
	form: Form;
	target: Target;
	megabytes: number;
	megabytesPerSecond: number;
	/** Of the process; undefined for gpg, which does not tell. */
	peakMegabytes?: number;
}

interface Said {
	bytes: number;
	peak: number;
	sha256?: string;
	/** Where the start of the process is not part of the work. */
	seconds?: number;
}

/** One run in a process of its own, of which the whole time counts, from start to end. */
export function measure(implementation: Implementation, form: Form, target: Target, data: Data): Figure {
	const started = process.hrtime.bigint();
	const said = run(implementation, form, target, data, false);
	const seconds = said?.seconds ?? Number(process.hrtime.bigint() - started) / 1e9;
	rmSync(outputFile(data), { force: true });
	return {
		implementation,
		form,
		target,
		megabytes: data.megabytes,
		megabytesPerSecond: data.bytes / 1e6 / seconds,
		...(said && { peakMegabytes: said.peak / 1e6 }),
	};
}

/** One more run, without a clock, whose plaintext has to have the SHA-256 of what was encrypted. */
export function check(implementation: Implementation, form: Form, target: Target, data: Data): void {
	const digest = run(implementation, form, target, data, true)?.sha256 ?? gpgDigest(form, data);
	rmSync(outputFile(data), { force: true });
	if (digest !== data.sha256)
		throw new Error(`${implementation}, ${form}: the plaintext is wrong (${digest})`);
}

function run(
	implementation: Implementation,
	form: Form,
	target: Target,
	data: Data,
	wantsDigest: boolean,
): Said | undefined {
	const output = outputFile(data);
	if (implementation === 'gpg') {
		if (!wantsDigest) gpg(form, data, `exec "$@" > ${target === 'store' ? output : '/dev/null'}`);
		return undefined;
	}
	const files = [data.files[form], data.privateKey, data.publicKey];
	if (implementation === "ours, n8n's store") {
		const worker = ['--require', 'tsx/cjs', 'tools/bench/storeWorker.cts'];
		return JSON.parse(start(nodePath(), [...worker, ...files])) as Said;
	}
	const options = [...(wantsDigest ? ['--sha256'] : []), ...(target === 'store' ? ['--output', output] : [])];
	return JSON.parse(
		start(nodePath(), ['tools/bench/worker.cjs', implementation, ...files, ...options]),
	) as Said;
}

const outputFile = (data: Data) => `${data.privateKey}.plaintext`;

const gpgDigest = (form: Form, data: Data) => gpg(form, data, '"$@" | sha256sum').slice(0, 64);

function gpg(form: Form, data: Data, script: string): string {
	const command = ['gpg', '--homedir', data.gpgHome, '--batch', '--quiet', '--decrypt', data.files[form]];
	return start('sh', ['-c', script, 'sh', ...command]);
}

function start(command: string, args: string[]): string {
	const { stdout, stderr, status } = spawnSync(command, args, { encoding: 'utf8' });
	if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`);
	return stdout;
}

/** Node 24, with which n8n runs, where the real n8n has been installed; else this one. */
export function nodePath(): string {
	const cache = path.join(
		process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'),
		'n8n-nodes-report-delivery',
	);
	const modules = path.join(process.env.N8N_HOST_FOLDER ?? cache, 'n8n-2.41.1', 'node_modules');
	const node = path.join(modules, `node-${process.platform}-${process.arch}`, 'bin/node');
	return existsSync(node) ? node : process.execPath;
}
