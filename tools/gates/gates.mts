/**
 * What has to hold before a release, beyond lint, types and tests: `npm run gates`. Builds twice and packs; each gate
 * prints a line with its figure, and ends the process with 1 when it does not hold.
 */
import { packageContents } from './packageContents.mts';
import { budgets } from './budgets.mts';
import { auditDependencies } from './auditDependencies.mts';
import { lintWorkflows } from './lintWorkflows.mts';
import { buildTwice } from './buildTwice.mts';
import { checkSbom } from './checkSbom.mts';

/** What a gate found: a figure or fact for the table, and what is wrong. */
export interface Finding {
	gate: string;
	figure: string;
	problems: string[];
	/** It could not be checked here. */
	isSkipped?: boolean;
}

const findings: Finding[] = [];
// The packed file comes first: the gates after it read the same build.
for (const gate of [buildTwice, packageContents, budgets, checkSbom, lintWorkflows, auditDependencies]) {
	findings.push(...(await gate()));
}
for (const { gate, figure, problems, isSkipped = false } of findings) {
	const verdict = problems.length > 0 ? 'FAIL' : isSkipped ? 'skip' : 'ok  ';
	console.log(`${verdict} ${gate.padEnd(34)} ${figure}`);
	for (const problem of problems) console.log(`       ${problem}`);
}
process.exitCode = findings.some(({ problems }) => problems.length > 0) ? 1 : 0;
