import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { removeRunFolder } from '../host/host.mts';
import { startQueue, startSqlite } from './cluster.mts';
import { countEffects } from './effects.mts';
import { providers } from './flows.mts';
import type { Row, Seen } from './row.mts';
import { cost } from './rows/cost.mts';
import { killed, stopped } from './rows/ends.mts';
import { forged } from './rows/forged.mts';
import { mixed } from './rows/mixed.mts';
import { manyCalls, manyEvents } from './rows/once.mts';
import { killedProcesses, postgresAway, racingPairs, redisAway } from './rows/queue.mts';
import { load } from './watch.mts';

/**
 * What deliveries survive, tried on a real n8n: kills, restarts, several processes, outages, load.
 * `npm run test:faults [-- --short] [--only words] [--scale 0.2] [--list]`. Ends with 1 when something does not hold.
 */
const { values } = parseArgs({
	options: {
		short: { type: 'boolean', default: false },
		only: { type: 'string', default: '' },
		scale: { type: 'string', default: '' },
		list: { type: 'boolean', default: false },
		keep: { type: 'boolean', default: false },
		'node-options': { type: 'string', default: '' },
	},
});

const rows: Row[] = [
	...providers.map(manyEvents),
	manyCalls,
	killed,
	stopped,
	cost('lazy'),
	cost('default'),
	forged('lazy'),
	forged('default'),
	mixed,
	racingPairs,
	killedProcesses,
	postgresAway,
	redisAway,
];
/** Order and loss, not speed: what a machine that does something else as well can tell. */
const shortRows: Row[] = [manyEvents('tesouro'), killed, racingPairs];
const scale = Number(values.scale || (values.short ? 0.1 : 1));

const say = (line: string) => console.error(`    ${line}`);
const wanted = (values.short ? shortRows : rows).filter(({ name }) => name.includes(values.only));

/** To try settings of Node.js: `--node-options="--max-semi-space-size=16"`. */
function withMoreOptions(env: Record<string, string> = {}): Record<string, string> {
	const all = [env['NODE_OPTIONS'], values['node-options']].filter(Boolean).join(' ');
	return all === '' ? env : { ...env, NODE_OPTIONS: all };
}

async function runRow(row: Row): Promise<Seen> {
	const folder = await mkdtemp(join(tmpdir(), 'report-delivery-faults-'));
	await mkdir(folder, { recursive: true });
	const effects = await countEffects();
	let close = async () => await Promise.resolve();
	try {
		const start = row.where === 'queue' ? startQueue : startSqlite;
		const cluster = await start(folder, say, withMoreOptions(row.env));
		close = cluster.close;
		return await row.run({
			cluster,
			effects,
			say,
			scaled: (full) => Math.max(5, Math.round(full * scale)),
			judgesMemory: !values.short,
		});
	} catch (error) {
		return { figures: {}, broken: [error instanceof Error ? (error.stack ?? error.message) : String(error)] };
	} finally {
		await close();
		effects.close();
		if (!values.keep) await removeRunFolder(folder);
	}
}

let failed = 0;
for (const row of wanted) {
	if (values.list) {
		console.log(`${row.where.padEnd(7)} ${row.name}`);
		continue;
	}
	console.error(`\n${row.name}`);
	const began = Date.now();
	const { figures, broken } = await runRow(row);
	const seconds = Math.round((Date.now() - began) / 1000);
	if (broken.length > 0) failed++;
	console.log(
		`\n${broken.length > 0 ? 'BROKEN' : 'holds '}  ${row.name} (${seconds} s, load ${load()}, scale ${scale})`,
	);
	for (const [name, value] of Object.entries(figures)) console.log(`        ${name}: ${value}`);
	for (const line of broken) console.log(`     !  ${line}`);
}
if (!values.list) console.log(`\n${wanted.length - failed} of ${wanted.length} hold`);
process.exit(failed > 0 ? 1 : 0);
