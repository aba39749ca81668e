import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Data, Form } from './data.mts';

export const implementations = ['gpg', 'openpgp', 'ours', 'ours, node:zlib'] as const;
export type Implementation = (typeof implementations)[number];

export interface Figure {
	implementation: Implementation;
	form: Form;
	megabytes: number;
	megabytesPerSecond: number;
	/** Of the process; undefined for gpg, which does not tell. */
	peakMegabytes?: number;
}

interface Said {
	bytes: number;
	peak: number;
	sha256?: string;
}

/** One run in a process of its own. The time is that of the whole process, from start to end; the plaintext is discarded. */
export function measure(implementation: Implementation, form: Form, data: Data): Figure {
	const started = process.hrtime.bigint();
	const said = run(implementation, form, data, false);
	const seconds = Number(process.hrtime.bigint() - started) / 1e9;
	return {
		implementation,
		form,
		megabytes: data.megabytes,
		megabytesPerSecond: data.bytes / 1e6 / seconds,
		...(said && { peakMegabytes: said.peak / 1e6 }),
	};
}

/** One more run, without a clock, whose plaintext has to have the SHA-256 of what was encrypted. */
export function check(implementation: Implementation, form: Form, data: Data): void {
	const digest = run(implementation, form, data, true)?.sha256 ?? gpgDigest(form, data);
	if (digest !== data.sha256)
		throw new Error(`${implementation}, ${form}: the plaintext is wrong (${digest})`);
}

function run(implementation: Implementation, form: Form, data: Data, wantsDigest: boolean): Said | undefined {
	if (implementation === 'gpg') {
		if (!wantsDigest) gpg(form, data, 'exec "$@" > /dev/null');
		return undefined;
	}
	const worker = ['test/bench/worker.cjs', implementation, data.files[form], data.privateKey, data.publicKey];
	return JSON.parse(start(nodePath(), wantsDigest ? [...worker, 'sha256'] : worker)) as Said;
}

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
