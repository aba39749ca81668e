/**
 * The packed package with each place where n8n keeps files: `npm run test:binary-modes`. With `--only <words>` those whose
 * name holds the words; with `--write` the table goes into docs/n8n-binary-modes.md.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeRunFolder, removeRunFolder } from '../host/host.mts';
import { packPackage } from '../host/pack.mts';
import { tryPackages, type Attempt, type Outcome } from './tryPackages.mts';
import { writeTable } from './writeTable.mts';

const { values } = parseArgs({
	options: { only: { type: 'string', default: '' }, write: { type: 'boolean', default: false } },
});

const mode = (name: string, more: Record<string, string> = {}) => ({
	N8N_DEFAULT_BINARY_DATA_MODE: name,
	N8N_AVAILABLE_BINARY_DATA_MODES: name === 'default' ? 'filesystem' : `filesystem,${name}`,
	...more,
});
const withFile = ['Tesouro: delivery, download', 'OpenPGP: file decrypted', 'Report File: Excel made'];
const inJson = { settings: { binaryMode: 'combined' }, fileField: '_files.data' };
const oneMegabyte = { N8N_BINARY_DATA_DATABASE_MAX_FILE_SIZE: '1' };

/** `beyond` is a row whose trials must fail, with n8n's or our own words. */
const rows: Record<string, Omit<Attempt, 'tarballs'> & { beyond?: RegExp }> = {
	'`filesystem`': { env: mode('filesystem') },
	'`database`': { env: mode('database') },
	'`database`, a file above its limit (1 MB here)': {
		env: mode('database', oneMegabyte),
		bytes: 3_000_000,
		only: ['Tesouro: delivery, download'],
		beyond: /exceeds|too large|limit|maximum|size|500/i,
	},
	'in memory (`default`)': { env: mode('default') },
	'`filesystem`, files in the JSON (_binaryMode_ `combined`)': { env: mode('filesystem'), ...inJson },
	'`database`, files in the JSON': { env: mode('database'), ...inJson },
	'`s3`, without a licence of n8n': { env: mode('s3'), beyond: /S3 .* requires a valid license/ },
	'`azure`, without a licence of n8n': { env: mode('azure'), beyond: /Azure .* requires a valid license/ },
};

const folder = await makeRunFolder();
try {
	const tarballs = [await packPackage(folder)];
	const seen: Array<[string, Outcome]> = [];
	const wrong: string[] = [];
	for (const [name, { beyond, ...attempt }] of Object.entries(rows)) {
		if (!name.includes(values.only)) continue;
		console.log(name);
		const outcome = await tryPackages({ only: withFile, ...attempt, tarballs });
		seen.push([name, outcome]);
		const failures = Object.values(outcome).filter(({ ok }) => !ok);
		if (beyond === undefined ? failures.length > 0 : !failures.some((one) => beyond.test(one.seen)))
			wrong.push(name);
	}
	if (values.write) await writeTable(join('docs', 'n8n-binary-modes.md'), 'binary modes', seen);
	for (const name of wrong) console.error(`Not as expected: ${name}`);
	process.exitCode = wrong.length > 0 ? 1 : 0;
} finally {
	await removeRunFolder(folder);
}
