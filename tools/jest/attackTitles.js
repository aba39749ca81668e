const { existsSync } = require('node:fs');
const path = require('node:path');
const tsx = require('tsx/cjs/api');

/**
 * Fails a run of the tests when an attack names a title that no test has: a renamed test would leave its attack behind,
 * and nobody would see that test red again. `trigger.attacks.mts` is checked whenever `trigger.test.mts` runs.
 */
module.exports = class AttackTitles {
	problems = [];

	onTestFileResult({ path: file }, { testResults, testExecError }) {
		const list = file.replace(/\.test\.mts$/, '.attacks.mts');
		if (testExecError || list === file || !existsSync(list)) return;
		const titles = testResults.map(({ fullName }) => fullName);
		this.problems.push(...missing(tsx.require(list, __filename).attacks, titles, list));
	}

	getLastError() {
		if (this.problems.length > 0) return new Error(this.problems.join('\n'));
	}

	onRunComplete() {
		for (const problem of this.problems) console.error(problem);
	}
};

const missing = (attacks, titles, list) =>
	attacks
		.filter(({ title }) => !titles.some((full) => full.includes(title)))
		.map(({ name, title }) => `${path.relative('.', list)}: no test is called "${title}" (${name})`);
