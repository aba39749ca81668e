import { execFileSync } from 'node:child_process';
import type { Finding } from './gates.mts';

/** Known vulnerabilities. A registry that offers no audit (a mirror, say) is told, and fails nothing. */
export async function auditDependencies(): Promise<Finding[]> {
	return [
		audit('npm audit, what is published', ['--omit=dev']),
		audit('npm audit, all', ['--audit-level=high']),
	];
}

function audit(gate: string, flags: string[]): Finding {
	try {
		execFileSync('npm', ['audit', '--loglevel=warn', ...flags], { stdio: 'pipe', encoding: 'utf8' });
		return { gate, figure: 'nothing found', problems: [] };
	} catch (error) {
		const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
		if (/audit endpoint returned an error|ENOAUDIT/.test(stderr)) {
			return { gate, figure: 'not checked: this registry offers no audit', problems: [] };
		}
		return { gate, figure: 'vulnerabilities', problems: stdout.trim().split('\n').slice(-6) };
	}
}
