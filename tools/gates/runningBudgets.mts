/**
 * What our nodes cost an n8n that does nothing with them: `npm run budgets`. Starts a real n8n with and without the packed
 * package, in turns, and compares the medians of the time until it is ready and of its memory 10 s later (proportional
 * set size, PSS, of its process). Needs Linux and a quiet machine. `--rounds 5` is how often each is started.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { makeRunFolder, removeRunFolder } from '../host/host.mts';
import { ensureN8n } from '../host/install.mts';
import { startN8n } from '../host/n8n.mts';
import { installPackage, packPackage } from '../host/pack.mts';
import { median } from '../harness/median.mts';
import limits from './runningBudgets.json' with { type: 'json' };

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const SETTLED_AFTER_MS = 10_000;

interface Cost {
	startMs: number;
	idleMegabytes: number;
}

async function megabytesOf(pid: number): Promise<number> {
	const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
	return Number(/^Pss:\s+(\d+) kB/m.exec(text)![1]) / 1024;
}

/** The second start of a folder: the first one also makes the database. */
async function measure(tarball: string | undefined): Promise<Cost> {
	const folder = await makeRunFolder();
	try {
		const userFolder = join(folder, 'n8n');
		await mkdir(userFolder);
		if (tarball !== undefined) await installPackage(tarball, userFolder);
		const n8n = await startN8n({ install: await ensureN8n(console.error), userFolder });
		try {
			await n8n.stop();
			const began = performance.now();
			await n8n.restart();
			const startMs = performance.now() - began;
			await sleep(SETTLED_AFTER_MS);
			return { startMs, idleMegabytes: await megabytesOf(n8n.pid) };
		} finally {
			await n8n.stop();
		}
	} finally {
		await removeRunFolder(folder);
	}
}

const folder = await makeRunFolder();
try {
	const tarball = await packPackage(folder);
	const [without, withOurs]: [Cost[], Cost[]] = [[], []];
	for (let round = 0; round < Number(values.rounds); round++) {
		without.push(await measure(undefined));
		withOurs.push(await measure(tarball));
	}
	const added = (of: keyof Cost) => {
		const [bare, ours] = [without, withOurs].map((costs) => median(costs.map((cost) => cost[of])));
		return { bare: bare!, ours: ours!, added: ours! - bare! };
	};
	const rows = [
		{ what: 'start', unit: 'ms', atMost: limits.startMs, ...added('startMs') },
		{ what: 'memory while idle', unit: 'MB', atMost: limits.idleMegabytes, ...added('idleMegabytes') },
	];
	for (const { what, unit, atMost, bare, ours, added: more } of rows) {
		const isMet = more <= atMost;
		const figures = `n8n ${bare.toFixed(0)} ${unit}, with our nodes ${ours.toFixed(0)} ${unit}`;
		console.log(
			`${isMet ? 'ok  ' : 'FAIL'} ${what.padEnd(18)} ${more.toFixed(0)} of ${atMost} ${unit} added (${figures})`,
		);
		if (!isMet) process.exitCode = 1;
	}
} finally {
	await removeRunFolder(folder);
}
