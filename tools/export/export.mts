/**
 * Writes complete repositories of one service each: `npm run export -- tesouro|connectreport|reportflow|openpgp|files|all`.
 * With `--to <folder>` they lie there, else under exported/. With `--lock` their package-lock.json is made, too, which
 * asks the registry.
 */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { readFileSync, writeFileSync } from 'node:fs';
import { exportService } from './exportService.mts';
import { services } from './services.mts';
import { readSourceTree } from './sourceTree.mts';

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { to: { type: 'string', default: 'exported' }, lock: { type: 'boolean', default: false } },
});
const wanted = services.filter(({ id }) => positionals.includes(id) || positionals.includes('all'));
if (wanted.length === 0) {
	console.error(`Name what to export: ${services.map(({ id }) => id).join(', ')}, or all.`);
	process.exit(2);
}

const tree = readSourceTree();
for (const service of wanted) {
	const target = path.resolve(values.to, service.packageName);
	const files = await exportService(tree, service, target);
	for (const file of files.filter(
		(one) => /\.(md|json|ya?ml|[mc]?[tj]s)$/.test(one) && !/^wasm\/|\/fixtures\/|package-lock/.test(one),
	)) {
		const full = path.join(target, file);
		const text = await format(readFileSync(full, 'utf8'), {
			...(await resolveConfig(file)),
			filepath: file,
		});
		writeFileSync(full, text);
	}
	if (values.lock) {
		const npm = [
			'install',
			'--package-lock-only',
			'--ignore-scripts',
			'--no-audit',
			'--no-fund',
			'--prefer-offline',
		];
		execFileSync('npm', npm, { cwd: target, stdio: ['ignore', 'ignore', 'inherit'] });
		execFileSync(process.execPath, ['build/completeLock.mjs'], {
			cwd: target,
			stdio: ['ignore', 'ignore', 'inherit'],
		});
	}
	console.log(`${service.packageName}: ${files.length} files in ${target}`);
}
