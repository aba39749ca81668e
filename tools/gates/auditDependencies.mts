import { spawnSync } from 'node:child_process';
import type { Finding } from './gates.mts';

/** Known vulnerabilities, if the registry offers an audit; a mirror may not. CI on GitHub does not pass without one. */
export async function auditDependencies(): Promise<Finding[]> {
	return [auditBundled(), auditAll()];
}

function auditBundled(): Finding {
	const gate = 'npm audit, what is bundled';
	const { status, stdout } = spawnSync(process.execPath, ['build/auditBundled.mjs'], { encoding: 'utf8' });
	const lines = stdout.trim().split('\n');
	if (status === 2) return { gate, figure: lines[0]!, problems: [], isSkipped: true };
	if (status === 0) return { gate, figure: lines[0]!, problems: [] };
	return { gate, figure: 'vulnerabilities', problems: lines };
}

function auditAll(): Finding {
	const gate = 'npm audit, all';
	const { status, stdout, stderr } = spawnSync('npm', ['audit', '--loglevel=warn', '--audit-level=high'], {
		encoding: 'utf8',
	});
	if (status === 0) return { gate, figure: 'nothing found', problems: [] };
	if (/audit endpoint returned an error|ENOAUDIT/.test(stderr))
		return {
			gate,
			figure: 'NOT CHECKED: the registry did not answer the audit',
			problems: [],
			isSkipped: true,
		};
	return { gate, figure: 'vulnerabilities', problems: stdout.trim().split('\n').slice(-6) };
}
