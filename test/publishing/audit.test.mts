import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const folder = mkdtempSync(path.join(tmpdir(), 'audit-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs it over a package in which openpgp is bundled, with an npm that answers this. */
function audit(answer: unknown) {
	mkdirSync(path.join(folder, 'dist'), { recursive: true });
	const components = [{ name: 'openpgp', version: '6.3.2' }];
	writeFileSync(path.join(folder, 'dist/sbom.cdx.json'), JSON.stringify({ components }));
	writeFileSync(path.join(folder, 'answer.json'), JSON.stringify(answer));
	writeFileSync(path.join(folder, 'npm'), '#!/bin/sh\ncat answer.json\nexit 1\n', { mode: 0o755 });
	const { status, stdout } = spawnSync(process.execPath, [path.resolve('build/auditBundled.mjs')], {
		cwd: folder,
		encoding: 'utf8',
		env: { PATH: `${folder}:${process.env['PATH']}` },
	});
	return { status, stdout };
}

const vulnerable = (...nodes: string[]) => ({
	vulnerabilities: {
		openpgp: {
			severity: 'low',
			via: [{ title: 'Forged signatures', url: 'https://example.com/1' }],
			nodes,
		},
	},
});

it('a bundled library with a known vulnerability fails the audit, and is named with its reason', () => {
	expect(audit(vulnerable('node_modules/openpgp'))).toEqual({
		status: 1,
		stdout: 'openpgp 6.3.2: low: Forged signatures https://example.com/1\n',
	});
});

it('another copy of it, which a tool brought along, does not', () => {
	expect(audit(vulnerable('node_modules/tool/node_modules/openpgp')).status).toBe(0);
});

it('a registry without an audit does not count as a clean one', () => {
	expect(audit({ message: '405 Method Not Allowed', statusCode: 405 })).toEqual({
		status: 2,
		stdout: 'NOT CHECKED: the registry did not answer the audit\n',
	});
});
