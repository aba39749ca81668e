/**
 * The packed package in old and new versions of n8n, with SQLite and with PostgreSQL: `npm run test:matrix`. With
 * `--only <words>` those whose name holds the words; with `--write` the table goes into docs/n8n-versions.md.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '../faults/services.mts';
import { makeRunFolder, removeRunFolder } from '../host/host.mts';
import { TESTED_VERSION } from '../host/install.mts';
import { packPackage } from '../host/pack.mts';
import { trials, withSqliteOnly } from './trials.mts';
import { tryPackages, type Attempt, type Outcome } from './tryPackages.mts';
import { writeTable } from './writeTable.mts';

const { values } = parseArgs({
	options: { only: { type: 'string', default: '' }, write: { type: 'boolean', default: false } },
});

const versions = ['1.123.81', '2.8.4', TESTED_VERSION];

/** As every n8n 2 does; n8n 1 keeps files in memory unless it is told. */
const inFiles = { N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem' };

const withPostgres = Object.keys(trials).filter((name) => name !== withSqliteOnly);

const postgres = async (folder: string) => {
	const server = await startPostgres(folder);
	return {
		env: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: `${server.port}`,
			DB_POSTGRESDB_DATABASE: 'n8n',
			DB_POSTGRESDB_USER: 'n8n',
		},
		close: () => server.kill(),
	};
};

const folder = await makeRunFolder();
try {
	const tarballs = [await packPackage(folder)];
	const attempts: Record<string, Attempt> = Object.fromEntries(
		versions.flatMap((version) => [
			[`n8n ${version}, SQLite`, { version, tarballs, env: inFiles }],
			[
				`n8n ${version}, PostgreSQL`,
				{ version, tarballs, env: inFiles, prepare: postgres, only: withPostgres },
			],
		]),
	);
	const rows: Array<[string, Outcome]> = [];
	for (const [name, attempt] of Object.entries(attempts)) {
		if (!name.includes(values.only)) continue;
		console.log(name);
		rows.push([name, await tryPackages(attempt)]);
	}
	if (values.write) await writeTable(join('docs', 'n8n-versions.md'), 'matrix', rows);
	process.exitCode = rows.every(([, outcome]) => Object.values(outcome).every(({ ok }) => ok)) ? 0 : 1;
} finally {
	await removeRunFolder(folder);
}
